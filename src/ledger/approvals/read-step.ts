import type {ApprovalBody} from '../bodies/approval-body.js'

const steps: ReadonlySet<unknown> = new Set([
  'asked',
  'answered',
  'resolved',
  'expired',
  'cancelled',
  'spent',
] satisfies ApprovalBody['step'][])

/** The step that a body says; nothing when it says none, as one that was tampered with. */
export function readStep(body: Readonly<Record<string, unknown>>): ApprovalBody | undefined {
  const step = body as unknown as ApprovalBody
  if (typeof step.approval_id !== 'string' || !steps.has(step.step)) return undefined
  if (step.step !== 'asked') return step
  return Array.isArray(step.approvers) && Number.isFinite(Date.parse(step.expires_at)) ? step : undefined
}
