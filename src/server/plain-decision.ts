import {wireTimeOf} from '../api/wire-time.js'
import type {Arguments} from '../model/call.js'
import {jsonText} from '../model/canonical-json.js'
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

/**
 * The JSON of a decision with the keys that clients of the plain wire know; what else there is to say is in `metadata`. Written
 * key by key: to make an object first, and to look through that, takes a thirtieth of a request.
 */
export function plainDecisionText(decision: Decision, metadata: Arguments | null): string {
  const approval = decision.approvalId === null ? '' : `,"approval_id":${jsonText(decision.approvalId)}`
  const isChanged = decision.effect === 'sanitize' && takesChangedArgs(metadata)
  const args = isChanged ? `,"tool_args":${JSON.stringify(decision.args)}` : ''
  const more = `{"policy_hash":${jsonText(decision.policyHash)},"enforced":${decision.enforced}${approval}${args}}`
  const effect = answeredEffect(decision.effect, metadata)
  return `{"session_id":${textOrNull(decision.sessionId)},"decision":"${effect}","rule_name":${textOrNull(decision.ruleName)},"reason":${jsonText(decision.reason)},"policy_version":${jsonText(decision.policyVersion)},"log_id":${textOrNull(decision.logId)},"timestamp":${jsonText(wireTimeOf(decision.timestamp))},"metadata":${more}}`
}

const textOrNull = (text: string | null): string => (text === null ? 'null' : jsonText(text))
