import {wireTimeOf} from '../api/wire-time.js'
import type {Arguments} from '../model/call.js'
import type {Decision} from '../model/decision.js'
import type {Effect} from '../model/effect.js'

/** Whether a caller of the plain wire can run a call with other arguments than its own. */
export const takesChangedArgs = (metadata: Arguments | null | undefined): boolean =>
  metadata?.['accepts_sanitize'] === true

type PlainEffect = Exclude<Effect, 'sanitize'>

/** An effect in the words of the plain wire, whose clients know three: with changed arguments, a call runs too. */
export const plainEffect = (effect: Effect): PlainEffect => (effect === 'sanitize' ? 'allow' : effect)

/** The same to one who would run the call: whoever would run it as it was must not. */
export const answeredEffect = (effect: Effect, metadata: Arguments | null): PlainEffect =>
  effect === 'sanitize' && !takesChangedArgs(metadata) ? 'deny' : plainEffect(effect)

/** A decision with the keys that clients of the plain wire know; what else there is to say is in `metadata`. */
export const plainDecisionJson = (decision: Decision, metadata: Arguments | null): object => ({
  session_id: decision.sessionId,
  decision: answeredEffect(decision.effect, metadata),
  rule_name: decision.ruleName,
  reason: decision.reason,
  policy_version: decision.policyVersion,
  log_id: decision.logId,
  timestamp: wireTimeOf(decision.timestamp),
  metadata: {
    policy_hash: decision.policyHash,
    enforced: decision.enforced,
    ...(decision.approvalId !== null && {approval_id: decision.approvalId}),
    ...(decision.effect === 'sanitize' && takesChangedArgs(metadata) && {tool_args: decision.args}),
  },
})
