import {createHash} from 'node:crypto'
import {decisionJson} from '../../api/decision.js'
import {explainedJson} from '../../api/explanation.js'
import {sessionNotFound} from '../../engine/sessions.js'
import type {Arguments, Call} from '../../model/call.js'
import type {CallResult} from '../../model/call-result.js'
import type {Tame} from '../../model/tame.js'
import {json, jsonOf} from '../answer.js'
import type {Caller} from '../caller.js'
import type {Desk, Handler, Handlers} from '../desk.js'
import {unless} from '../expected.js'
import {askerOf, ownApproval, ownerOf, ownRecord} from '../own.js'
import {plainDecisionText, takesChangedArgs} from '../plain-decision.js'
import {forbidden} from '../refusal.js'

export const calls: Handlers<'enforce' | 'report' | 'reportByCall' | 'test' | 'explain'> = {
  enforce: (asked, desk) => (asked.isNative ? enforceNative(asked, desk) : enforcePlain(asked, desk)),

  async test({body, caller}, desk) {
    await refuseForeign(body, caller, desk)
    return json(decisionJson(await desk.tame.test(body, {asker: askerOf(caller)})))
  },

  async explain({body, caller}, desk) {
    await refuseForeign(body, caller, desk)
    return json(explainedJson(await desk.tame.explain(body, {asker: askerOf(caller)})))
  },

  async report({param, query, body, caller}, {tame}) {
    const logId = param('log_id')
    await ownRecord(tame, caller, logId)
    await tame.report(logId, body, query.session_id === undefined ? {} : {sessionId: query.session_id})
    return json({status: 'updated', log_id: logId})
  },

  async reportByCall({param, query: {log_id: logId}, body, caller}, {tame}) {
    await ownRecord(tame, caller, logId)
    await tame.report(logId, plainResult(body), {sessionId: param('session_id')})
    return json({status: 'updated', log_id: logId})
  },
}

const enforceNative: Handler<'enforce'> = async ({body, caller}, {tame, metrics}) => {
  const {call, eventId, bypass} = body
  if (bypass && caller.role !== 'admin')
    throw forbidden('To let a call run whatever the policy says takes a key of role admin', [
      'Turn bypass_mode off: tame config set bypass_mode false',
    ])
  const decision = await tame.enforce(call, {
    ...(eventId !== null && {eventId}),
    ...(bypass && {bypass}),
    asker: askerOf(caller),
  })
  metrics.countDecision(decision)
  return json(decisionJson(decision))
}

const enforcePlain: Handler<'enforce'> = async ({body, caller}, {tame, newId, metrics}) => {
  const {eventId} = body
  const newSession = (): string => (eventId === null ? newId() : sessionOfEvent(eventId, caller))
  const sessionId =
    body.call.sessionId || ((await sessionOfQuestion(body.call, caller, tame)) ?? newSession())
  const call = plainCall(body.call, sessionId)
  const metadata = call.metadata ?? null
  const decision = await tame.enforce(call, {
    ...(eventId !== null && {eventId}),
    asker: askerOf(caller),
    takesChangedArgs: takesChangedArgs(metadata),
  })
  metrics.countDecision(decision)
  return jsonOf(plainDecisionText(decision, metadata))
}

/** Its clients write an empty text where they have none, and expect a session of each call. */
const plainCall = (call: Call, sessionId: string): Call => ({
  tool: call.tool,
  args: call.args,
  metadata: call.metadata ?? null,
  sessionId,
  agentId: call.agentId || null,
  userId: call.userId || null,
})

/**
 * That of the approval by which a call is to run: an approval is good in the session that asked, and a client that knows no
 * sessions is given another one each time.
 */
async function sessionOfQuestion({metadata}: Call, caller: Caller, tame: Tame): Promise<string | undefined> {
  const id = metadata?.['approval_id']
  if (typeof id !== 'string') return undefined
  // It may be an id of the client's own: then the call is one like any other, and asks its own question.
  const approval = await ownApproval(tame, caller, id).catch(unless('APPROVAL_NOT_FOUND'))
  return approval?.sessionId ?? undefined
}

/** A session for an event that names none: the same one when it is told again, and nobody else's. */
function sessionOfEvent(eventId: string, {keyId}: Caller): string {
  const digits = createHash('sha256')
    .update(JSON.stringify([keyId, eventId]))
    .digest('hex')
  // As RFC 9562 has it for an id that is made of something (version 8).
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-8${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20, 32)}`
}

/** A session's counts come into a decision: asking about another's would tell them. */
async function refuseForeign({sessionId}: Call, caller: Caller, {tame}: Desk): Promise<void> {
  if (typeof sessionId !== 'string') return
  if ((await ownerOf(tame, caller, sessionId)) === 'foreign') throw sessionNotFound(sessionId)
}

type Meaning = (value: unknown) => boolean

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

const isAmount = (value: unknown): value is number => typeof value === 'number' && value >= 0

/** The keys that mean something, where their value can: a tool that gives `{status: 200}` gave that. */
const outerKeys: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['status', isText],
  ['execution_time_ms', isAmount],
  ['duration_ms', isAmount],
  ['error', isText],
  ['error_message', isText],
])

const isOuter = ([key, value]: [string, unknown]): boolean =>
  value === null ? outerKeys.has(key) : outerKeys.get(key)?.(value) === true

/** Any object can be reported on the plain wire; these of its keys say what the record asks for. */
function plainResult(body: Arguments): CallResult {
  const {status, execution_time_ms, duration_ms, error, error_message} = body
  return {
    status: isText(status) ? status : 'success',
    result: plainValue(body),
    error: [error, error_message].find(isText) ?? null,
    durationMs: [execution_time_ms, duration_ms].find(isAmount) ?? null,
  }
}

/** The result by its name; without one, all that has no other meaning. */
function plainValue(body: Arguments): unknown {
  if (Object.hasOwn(body, 'result')) return body['result']
  const rest = Object.entries(body).filter((entry) => !isOuter(entry))
  return rest.length === 0 ? null : Object.fromEntries(rest)
}
