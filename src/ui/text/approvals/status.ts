import type {ApprovalStatus} from '../../../model/approval.js'
import type {Theme} from '../../theme.js'

/** How far an approval is, in a sign and a word. */
export const statusWords: Readonly<Record<ApprovalStatus, string>> = {
  pending: '⏳ pending',
  approved: '✔ approved',
  denied: '✖ denied',
  expired: '✖ expired',
  cancelled: '✖ cancelled',
}

export const statusText = (status: ApprovalStatus, theme: Theme): string =>
  statusColor(status, theme)(statusWords[status])

export function statusColor(status: ApprovalStatus, theme: Theme): (text: string) => string {
  if (status === 'approved') return theme.good
  return status === 'pending' ? theme.warning : theme.bad
}
