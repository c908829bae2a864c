import {expect, test} from 'vitest'
import {openApi} from '../../src/api/openapi.js'
import {allOf} from '../helpers/all-of.js'
import {followEvents} from '../helpers/event-reader.js'
import {openServerPlace, type ServerPlace} from '../helpers/server-place.js'

// What stands in the API's description is read by the server: for each field of it there is a request here that the field
// changes, in its answer or in the record.

const policy = `version: "1.0"
rules:
  - {name: hot, condition: tool_args.hot == 1, action: allow}
  - {name: marked, condition: metadata.hot == 1, action: allow}
  - {name: agents, condition: agent.id == "a9", action: allow}
  - {name: users, condition: user.id == "u9", action: allow}
  - {name: reads, tools: [read], action: allow}
  - {name: mails, tools: [mail], action: approve}
  - {name: payments, tools: [pay], action: approve, approval: {quorum: 2}}
`

/** Something of everything, and what it is called. */
interface World {
  readonly place: ServerPlace
  readonly admin: string
  readonly names: Readonly<Record<string, string | number>>
}

async function openWorld(): Promise<World> {
  const place = await openServerPlace(policy)
  const [admin, agent, approver] = [
    await place.key('admin'),
    await place.key('agent'),
    await place.key('approver'),
  ]
  const ask = async (request: string, body: object, key = admin) => {
    place.clock.nowMs += 60_000
    const {json} = await place.ask(request, {key, body, headers: {'tame-client': '1'}})
    return json as {log_id: string; approval_id: string; seq: number}
  }
  const call = (tool: string, session: string, id: number, key = admin) => {
    const body = {tool_name: tool, tool_args: {n: id}, session_id: session}
    return ask('POST /api/v1/enforce', {...body, agent_id: `a${id}`, user_id: `u${id}`}, key)
  }
  const read = await call('read', 's1', 1)
  const again = await call('read', 's1', 1)
  await call('rm', 's1', 2)
  const mail = await call('mail', 's2', 3, agent)
  const payment = await call('pay', 's3', 4, agent)
  const edit = {effect: 'approve', tool_args: {n: 5}}
  const edited = await ask(`POST /api/v1/approvals/${payment.approval_id}/answers`, edit, approver)
  await ask('POST /api/v1/sessions/s2/archive', {})
  const event = {event_type: 'seen', session_id: 's1', details: {by: 'somebody'}}
  const note = await ask('POST /api/v1/compliance/audit/event', event)
  const otherNote = await ask('POST /api/v1/compliance/audit/event', event)
  const keys = await place.tame.keys.list()
  return {
    place,
    admin,
    names: {
      read: read.log_id,
      again: again.log_id,
      mail: mail.approval_id,
      payment: payment.approval_id,
      seen: edited.seq,
      note: note.seq,
      otherNote: otherNote.seq,
      ...Object.fromEntries(keys.map(({role, id}) => [role, id])),
    },
  }
}

type Given = Readonly<Record<string, unknown>>

/** A request, and a value of each field that changes what comes of it. */
interface Probe {
  readonly ask: string
  readonly isNative?: true
  readonly query?: Given
  readonly body?: Given | readonly string[]
  readonly queryFields?: Given
  readonly bodyFields?: Given
}

const call = {tool_name: 'rm', tool_args: {n: 1}, session_id: 's1'}
const callFields = {
  tool_name: 'read',
  tool_args: {hot: 1},
  session_id: 's9',
  agent_id: 'a9',
  user_id: 'u9',
  metadata: {hot: 1},
}
const logFields = {
  session_id: 's3',
  agent_id: 'a1',
  user_id: 'u1',
  key_id: '{agent}',
  tool: 'read',
  decision: 'deny',
  rule: 'reads',
  no_rule: 'true',
  since: '2026-11-20T10:03:30Z',
  until: '2026-11-20T10:03:30Z',
  grep: 'rm',
  limit: '1',
}
const archiving = {archived_by: 'ada', retention_days: '7'}
const text = 'version: "2.0"\nrules: []\n'
const answer = 'POST /api/v1/approvals/{payment}/answers'

const probes: Readonly<Record<string, Probe>> = {
  'enforce, natively': {
    ask: 'POST /api/v1/enforce',
    isNative: true,
    body: call,
    bodyFields: {...callFields, event_id: 'e', bypass: true},
  },
  'enforce, plainly': {ask: 'POST /api/v1/enforce', body: call, bodyFields: {...callFields, event_id: 'e'}},
  reportByCall: {
    ask: 'POST /api/v1/enforce/s1/result',
    query: {log_id: '{read}'},
    body: {status: 'success'},
    queryFields: {log_id: '{again}'},
  },
  test: {ask: 'POST /api/v1/test', body: call, bodyFields: callFields},
  explain: {ask: 'POST /api/v1/explain', body: call, bodyFields: callFields},
  report: {
    ask: 'POST /api/v1/logs/{read}/result',
    query: {},
    body: {status: 'success'},
    queryFields: {session_id: 's2'},
    bodyFields: {status: 'error', result: 7, error: 'It broke', duration_ms: 5, cost: 2},
  },
  listLogs: {ask: 'GET /api/v1/logs', query: {}, queryFields: logFields},
  listSessions: {
    ask: 'GET /api/v1/sessions',
    query: {},
    queryFields: {page: '2', page_size: '1', agent_id: 'a1', user_id: 'u1', offset: '1', limit: '1'},
  },
  exportSessions: {
    ask: 'GET /api/v1/sessions/export',
    query: {},
    queryFields: {
      format: 'csv',
      start_date: '2026-11-20T10:03:30Z',
      end_date: '2026-11-20T10:03:30Z',
      agent_id: 'a1',
      include_archived: 'true',
    },
  },
  archiveSessions: {
    ask: 'POST /api/v1/sessions/bulk/archive',
    query: {},
    body: ['s1'],
    queryFields: archiving,
  },
  archiveSession: {ask: 'POST /api/v1/sessions/s1/archive', query: {}, queryFields: archiving},
  listApprovals: {
    ask: 'GET /api/v1/approvals',
    query: {},
    queryFields: {status: 'approved', session_id: 's2', agent_id: 'a3', key_id: '{admin}', limit: '1'},
  },
  answerApproval: {
    ask: answer,
    body: {effect: 'approve', seq: '{seen}'},
    bodyFields: {effect: 'deny', comment: 'No', tool_args: {n: 6}, scope: 'session', seq: 1},
  },
  cancelApproval: {
    ask: 'POST /api/v1/approvals/{mail}/cancellation',
    body: {},
    bodyFields: {comment: 'Never mind'},
  },
  testPolicy: {
    ask: 'GET /api/v1/policy/test',
    query: {tool_name: 'rm'},
    queryFields: {tool_name: 'read', tool_args: '{"hot": 1}', session_context: '{"hot": 1}'},
  },
  validatePolicy: {
    ask: 'POST /api/v1/policy/validate',
    body: {policy_content: text},
    bodyFields: {policy_content: 'rules: 7'},
  },
  createPolicy: {
    ask: 'POST /api/v1/policy/create',
    body: {policy_content: text, version: '2.0'},
    bodyFields: {policy_content: 'rules: 7', version: '3.0', description: 'Stricter', activate: false},
  },
  verify: {ask: 'GET /api/v1/audit/verify', query: {}, queryFields: {checkpoint: 'none that was signed'}},
  exportAudit: {ask: 'GET /api/v1/audit/export', query: {}, queryFields: logFields},
  'erase (a call)': {
    ask: 'POST /api/v1/audit/erasures',
    body: {log_id: '{read}', reason: 'Asked for'},
    bodyFields: {log_id: '{again}', reason: 'A mistake'},
  },
  'erase (a note)': {
    ask: 'POST /api/v1/audit/erasures',
    body: {note_seq: '{note}', reason: 'Asked for'},
    bodyFields: {note_seq: '{otherNote}'},
  },
  'erase (a session)': {
    ask: 'POST /api/v1/audit/erasures',
    body: {session_id: 's1', reason: 'Asked for'},
    bodyFields: {session_id: 's3'},
  },
  events: {
    ask: 'GET /api/v1/events',
    query: {after: '0'},
    queryFields: {after: '5', kinds: 'note', session_id: 's3', agent_id: 'a4'},
  },
  createKey: {
    ask: 'POST /api/v1/keys',
    body: {name: 'one', role: 'agent'},
    bodyFields: {name: 'other', role: 'approver'},
  },
  verifyIntegrity: {
    ask: 'GET /api/v1/compliance/integrity/verify',
    query: {},
    queryFields: {start_date: '2026-11-20', end_date: '2026-11-21'},
  },
  recordEvent: {
    ask: 'POST /api/v1/compliance/audit/event',
    body: {event_type: 'seen'},
    bodyFields: {event_type: 'heard', session_id: 's1', details: {more: true}},
  },
  generateReport: {
    ask: 'POST /api/v1/compliance/report/generate',
    body: {},
    bodyFields: {start_date: '2026-11-20T10:03:30Z', end_date: '2026-11-20T10:03:30Z'},
  },
}

const changes = Object.entries(probes).flatMap(([what, probe]) =>
  (['query', 'body'] as const).flatMap((where) =>
    Object.entries(probe[`${where}Fields`] ?? {}).map(([name, value]) => ({what, probe, where, name, value})),
  ),
)

test.each(changes)('$what goes by $name in its $where', async ({probe, where, name, value}) => {
  const without = await usualOutcome(probe)
  expect(await outcomeOf({...probe, [where]: {...probe[where], [name]: value}})).not.toEqual(without)
})

const usual = new Map<Probe, unknown>()

/** The same each time: what differs from it differs by the field. */
async function usualOutcome(probe: Probe): Promise<unknown> {
  const known = usual.get(probe)
  if (known !== undefined) return known
  const outcome = await outcomeOf(probe)
  expect(await outcomeOf(probe)).toEqual(outcome)
  usual.set(probe, outcome)
  return outcome
}

/** What is answered and recorded, but for what is new each time. */
async function outcomeOf({ask, query = {}, body, isNative}: Probe): Promise<unknown> {
  const world = await openWorld()
  const {place, admin: key} = world
  const request = `${filled(ask, world)}?${new URLSearchParams(JSON.parse(filled(JSON.stringify(query), world)))}`
  const headers: Record<string, string> = isNative ? {'tame-client': '1'} : {}
  const answer = request.includes('/events?')
    ? await firstEvent(place.server.url + request.slice(4), key)
    : await place.ask(request, {
        key,
        headers,
        ...(body !== undefined && {body: filled(JSON.stringify(body), world)}),
      })
  const store = place.openStore()
  const entries = await allOf(store.entries())
  await store.close()
  const record = entries.map(({kind, sessionId, body, content}) => ({kind, sessionId, body, content}))
  return JSON.parse(steady(JSON.stringify({status: answer.status, text: answer.text, record})))
}

/** The one after that by which it opens. */
async function firstEvent(url: string, key: string): Promise<{status: number; text: string}> {
  const {status, next, stop} = await followEvents(url, {authorization: `Bearer ${key}`})
  await next()
  const text = JSON.stringify(await next())
  stop()
  return {status, text}
}

/** With what the names in it stand for, as a number where that is one. */
const filled = (text: string, {names}: World): string =>
  text.replace(/"\{(\w+)\}"|\{(\w+)\}/g, (_, whole?: string, part = '') =>
    whole === undefined ? String(names[part]) : JSON.stringify(names[whole]),
  )

const steady = (text: string): string =>
  text
    .replace(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, 'ID')
    .replace(/[\da-f]{32,64}|[\da-f]{10}(?=\\*")/g, 'HEX')
    .replace(/tk_…?\w+|tame-engine-\w+|[A-Za-z\d+/=]{40,}/g, 'RANDOM')

interface Documented {
  readonly operationId: string
  readonly parameters: readonly {readonly name: string; readonly in: string}[]
  readonly requestBody?: {readonly content: {readonly 'application/json': {readonly schema: Schema}}}
}

interface Schema {
  readonly $ref?: string
  readonly anyOf?: readonly Schema[]
  readonly properties?: object
}

test('each field that is described is among these', () => {
  const {paths, components} = openApi('1') as {
    paths: Record<string, Record<string, Documented>>
    components: {schemas: Record<string, Schema>}
  }
  const keysOf = ({$ref = '', properties = {}}: Schema): string[] =>
    Object.keys(components.schemas[$ref.split('/').at(-1) ?? '']?.properties ?? properties)
  const described = Object.values(paths)
    .flatMap((path) => Object.values(path))
    .flatMap(({operationId, parameters, requestBody}) => {
      const query = parameters.filter((each) => each.in === 'query').map(({name}) => `query ${name}`)
      const schema = requestBody?.content['application/json'].schema ?? {}
      if (schema.anyOf === undefined)
        return [...query, ...keysOf(schema).map((name) => `body ${name}`)].map(
          (field) => `${operationId} ${field}`,
        )
      const [native = {}, plain = {}] = schema.anyOf
      return [
        ...keysOf(native).map((name) => `${operationId}, natively body ${name}`),
        ...keysOf(plain).map((name) => `${operationId}, plainly body ${name}`),
      ]
    })
  const held = changes.map(({what, where, name}) => `${what.replace(/ \(.*\)/, '')} ${where} ${name}`)
  expect([...new Set(described)].sort()).toEqual([...new Set([...held, ...heldElsewhere])].sort())
})

/** What it changes is when the answer comes: approvals.test.ts. */
const heldElsewhere = ['getApproval query wait_ms']
