import type {Approval, ApprovalStatus} from '../../../model/approval.js'
import {shownArguments} from '../../text/approvals/arguments.js'
import {escaped} from '../../text/escape.js'

/** An approval as a row: without its arguments themselves, of which ten thousand would fill the memory. */
export interface Question {
  readonly id: string
  readonly seq: number
  readonly status: ApprovalStatus
  readonly tool: string
  readonly args: string
  /** Somebody has agreed to other arguments than it was asked with. */
  readonly isEdited: boolean
  readonly who: string
  readonly session: string
  readonly reason: string
  readonly rule: string
  readonly requestedAtMs: number
  readonly expiresAtMs: number
  /** `1 of 2`, where more than one person has to agree. */
  readonly agreed: string
  readonly resolvedBy: string
  /** All that a filter looks at, in small letters. */
  readonly sought: string
}

export function questionOf(approval: Approval): Question {
  const said = {
    tool: escaped(approval.tool),
    args: shownArguments(approval),
    who: escaped(approval.agentId ?? approval.userId ?? '-'),
    session: escaped(approval.sessionId ?? '-'),
    reason: escaped(approval.reason),
    rule: escaped(approval.ruleName ?? '(default)'),
  }
  return {
    ...said,
    id: approval.id,
    seq: approval.seq,
    status: approval.status,
    isEdited: approval.editedArgs !== null,
    requestedAtMs: approval.requestedAtMs,
    expiresAtMs: approval.expiresAtMs,
    agreed: approval.quorum > 1 ? `${agreeing(approval)} of ${approval.quorum}` : '',
    resolvedBy: escaped(approval.resolvedBy ?? ''),
    sought: Object.values(said).join('\n').toLowerCase(),
  }
}

const agreeing = ({answers}: Approval): number => answers.filter(({effect}) => effect === 'approve').length

/** By the clock: what nobody has answered in time is over, whether or not somebody wrote it down. */
export const statusAt = ({status, expiresAtMs}: Question, nowMs: number): ApprovalStatus =>
  status === 'pending' && expiresAtMs <= nowMs ? 'expired' : status
