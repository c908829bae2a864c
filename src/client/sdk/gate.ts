import type {Approval, WaitOptions} from '../../model/approval.js'
import {ApprovalTimeoutError} from '../../model/approval-timeout.js'
import type {Decision} from '../../model/decision.js'
import type {Approvals} from '../../model/tame.js'
import {ApprovalRefusedError} from '../refusals.js'

interface Gate {
  readonly approvals: Pick<Approvals, 'wait'>
  readonly elapsedMs: () => number
  readonly decide: (eventId: string | undefined) => Promise<Decision>
}

/** Asks until it is decided without a person, or a person has. A policy that has changed meanwhile may have another one asked. */
export async function decideInTheEnd(
  eventId: string | undefined,
  {timeoutMs = Number.POSITIVE_INFINITY, signal}: WaitOptions,
  {approvals, elapsedMs, decide}: Gate,
): Promise<Decision> {
  const untilMs = elapsedMs() + timeoutMs
  for (let event = eventId; ; ) {
    const decision = await decide(event)
    const {effect, approvalId} = decision
    if (effect !== 'approve' || approvalId === null) return decision
    const leftMs = Math.max(0, untilMs - elapsedMs())
    const wait = {...(Number.isFinite(leftMs) && {timeoutMs: leftMs}), ...(signal && {signal})}
    refuseUnapproved(await approvals.wait(approvalId, wait))
    // The first answer to an event is given again: what is asked now is another one, and the same one when it is retried.
    if (eventId !== undefined) event = `${eventId}:${approvalId}`
  }
}

export function refuseUnapproved(approval: Approval): void {
  const {id, status, requestedAtMs, expiresAtMs} = approval
  if (status === 'expired') throw new ApprovalTimeoutError(id, expiresAtMs - requestedAtMs)
  if (status !== 'approved') throw new ApprovalRefusedError(approval)
}
