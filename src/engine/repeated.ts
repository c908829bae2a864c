import {TameError} from '../errors.js'
import type {DecisionBody} from '../ledger/bodies/decision-body.js'
import type {Notary} from '../ledger/notary.js'
import {type AskedCall, callText} from '../model/asked-call.js'
import type {Arguments} from '../model/call.js'
import {canonicalJson} from '../model/canonical-json.js'
import {createDecision, type Decision} from '../model/decision.js'
import {decide} from '../policy/decide.js'
import {redactArgs} from '../policy/redact.js'
import type {StoredCall} from '../store/store.js'
import {bodyOf, contentOf, type DecisionContent} from './content.js'
import {parseFacts} from './facts-text.js'
import {logRecord} from './log-record.js'
import type {PolicyArchive} from './policy-archive.js'

/** The first answer to an event, given again. Throws where it was another call, or where the answer is not to be had. */
export async function answerAgain(
  call: AskedCall,
  stored: StoredCall,
  notary: Notary,
  archive: PolicyArchive,
): Promise<Decision> {
  const content = contentOf<DecisionContent>(stored.decision)
  if (content === null) throw lostAnswer('it was taken out of the record')
  if (content.call_seal !== notary.seal(callText(call))) throw eventIdReused()
  const record = logRecord(stored)
  return createDecision({...record, args: await decidedArgs(call, content, stored, archive)}, record)
}

/** What the tool was to be run with: secrets in it are not in the record, but in the call that asks again. */
async function decidedArgs(
  call: AskedCall,
  content: DecisionContent,
  {decision}: StoredCall,
  archive: PolicyArchive,
): Promise<Arguments> {
  if (content.decided_args === undefined) return call.args
  if (content.redacted === undefined) return content.decided_args
  const body = bodyOf<DecisionBody>(decision)
  // Whether what is hidden in them was given, or put there by a rule, is not on record.
  if (body.ruling === 'approve') throw lostAnswer('its arguments were edited, and secrets are among them')
  const policy = await archive.policy(body.policy_hash)
  const {args, effect, ruleName} = decide(policy, call, parseFacts(content.facts), decision.atMs)
  const isSame = effect === body.decision && ruleName === body.rule_name
  if (!isSame || canonicalJson(redactArgs(policy, args)) !== canonicalJson(content.decided_args))
    throw lostAnswer('its arguments can’t be worked out again')
  return args
}

export const eventIdReused = (): TameError =>
  new TameError('EVENT_ID_REUSED', 'This event id was given before, with another call', {
    suggestions: ['Give each event an id of its own; repeat one only with the same call'],
  })

const lostAnswer = (why: string): TameError =>
  new TameError('EVENT_ANSWER_LOST', `The first answer to this event is not to be had any more: ${why}`, {
    suggestions: ['Ask with a new event id'],
  })
