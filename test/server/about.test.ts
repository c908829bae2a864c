import {rmSync, writeFileSync} from 'node:fs'
import {dirname} from 'node:path'
import {describe, expect, test} from 'vitest'
import type {Operation} from '../../src/api/operation.js'
import {operations} from '../../src/api/operations.js'
import {allOf} from '../helpers/all-of.js'
import {openServerPlace} from '../helpers/server-place.js'

const policy =
  'version: "1.0"\nrules: [{name: "a\\"b", tools: [x], action: deny}, {name: all, action: allow}]\n'

test('it is healthy while calls can be decided and recorded', async () => {
  const place = await openServerPlace(policy)
  expect(await place.ask('GET /health')).toMatchObject({
    status: 200,
    json: {status: 'healthy', version: '1.2.3', database: 'connected', policy: 'in force', problems: []},
  })
})

test('it is not while the policy that is there is not sound', async () => {
  const place = await openServerPlace(policy)
  await place.tame.policy.current()
  place.writePolicy('version: "2.0"\n')
  await place.tame.policy.reload().catch(() => undefined)
  expect(await place.ask('GET /health')).toMatchObject({
    status: 503,
    json: {status: 'unhealthy', database: 'connected', policy: 'invalid', problems: ['POLICY_INVALID']},
  })
})

test('it is not without a policy', async () => {
  const place = await openServerPlace(policy)
  rmSync(place.policyFile)
  expect(await place.ask('GET /health')).toMatchObject({status: 503, json: {policy: 'missing'}})
  const body = {tool_name: 't', tool_args: {}}
  expect(await place.ask('POST /api/v1/enforce', {body})).toMatchObject({status: 503})
})

test('it is not while the record can not be read, and no call is let run', async () => {
  const place = await openServerPlace(policy)
  await place.tame.enforce({tool: 't', args: {}})
  rmSync(place.databaseFile)
  writeFileSync(place.databaseFile, 'not a database'.repeat(10_000))
  const {status, json} = await place.ask('GET /health')
  expect([status, json]).toEqual([
    503,
    expect.objectContaining({status: 'unhealthy', database: 'unavailable'}),
  ])
  const body = {tool_name: 't', tool_args: {}}
  expect((await place.ask('POST /api/v1/enforce', {body})).status).toBe(503)
  expect(place.logged.length).toBeGreaterThan(0)
})

describe('an agent is told that something is wrong, and not the names of files', () => {
  const broken = 'version: "2.0"\nrules: [{name: broken, actoin: allow}]\n'
  const asks = [
    'POST /api/v1/enforce',
    'GET /api/v1/status',
    'GET /api/v1/policy/current',
    'GET /api/v1/policy/rules',
  ]
  const body = {tool_name: 't', tool_args: {}}

  test('without a policy', async () => {
    const place = await openServerPlace(broken)
    const admin = await place.key('admin')
    for (const ask of asks) {
      const headers = {'tame-client': '1'}
      const said = {headers, ...(ask.startsWith('POST') && {body})}
      const told = await place.ask(ask, said)
      const holds = (text: string) =>
        ['POLICY_INVALID', 'policy.yaml', 'actoin'].map((part) => text.includes(part))
      expect([ask, ...holds(told.text)]).toEqual([ask, true, false, false])
      expect([ask, ...holds((await place.ask(ask, {...said, key: admin})).text)]).toEqual([
        ask,
        true,
        true,
        true,
      ])
    }
    expect(place.logged.join('\n')).toContain('policy.yaml:2:24')
  })

  test('while nobody can find out who asks', async () => {
    const place = await openServerPlace(policy)
    await place.tame.enforce({tool: 't', args: {}})
    rmSync(place.databaseFile)
    writeFileSync(place.databaseFile, '')
    for (const asked of [{}, {key: `tk_${'0'.repeat(42)}`}]) {
      const {status, text} = await place.ask('GET /api/v1/sessions', asked)
      expect([status, text.includes(dirname(place.databaseFile))]).toEqual([503, false])
    }
    expect(place.logged.join('\n')).toContain(place.databaseFile)
  })

  test('in the middle of a list', async () => {
    const place = await openServerPlace(policy)
    const {log_id: logId} = (await place.ask('POST /api/v1/enforce', {body})).json as {log_id: string}
    const list = place.tame.logs.list.bind(place.tame.logs)
    place.tame.logs.list = async function* (query) {
      yield* list(query)
      rmSync(place.databaseFile)
      yield* list(query)
    }
    const {status, text} = await place.ask('GET /api/v1/logs', {headers: {'tame-client': '1'}})
    const said = [logId, 'STORE_REPLACED', dirname(place.databaseFile)].map((part) => text.includes(part))
    expect([status, ...said]).toEqual([200, true, true, false])
    expect(place.logged.join('\n')).toContain(place.databaseFile)
  })

  const readByAgents = Object.values<Operation>(operations).filter(
    ({method, path, role, form}) =>
      method === 'GET' && (role === 'agent' || role === 'anyone') && form !== 'events' && !path.includes('{'),
  )

  test.each(readByAgents.map(({path}) => path))('at %s', async (path) => {
    const place = await openServerPlace(policy)
    await place.ask('POST /api/v1/enforce', {body})
    const generations: readonly Record<string, string>[] = [{}, {'tame-client': '1'}]
    for (const headers of generations) {
      const {status, text} = await place.ask(`GET ${path}`, {headers})
      expect([status, text.includes(dirname(place.policyFile))]).toEqual([
        path.endsWith('/policy/test') ? 422 : 200,
        false,
      ])
    }
  })

  test('while all is well', async () => {
    const place = await openServerPlace(policy)
    const {json} = await place.ask('GET /api/v1/status')
    expect(json).toMatchObject({policy: {source: 'policy.yaml'}, store: {location: 'tame.db'}})
    expect(
      (await place.ask('GET /api/v1/policy/current', {headers: {'tame-client': '1'}})).json,
    ).toMatchObject({source: 'policy.yaml'})
    const {json: whole} = await place.ask('GET /api/v1/status', {key: await place.key('approver')})
    expect(whole).toMatchObject({policy: {source: place.policyFile}, store: {location: place.databaseFile}})
  })
})

test('it counts for Prometheus', async () => {
  const place = await openServerPlace(policy)
  for (const tool_name of ['x', 'y', 'y'])
    await place.ask('POST /api/v1/enforce', {body: {tool_name, tool_args: {}}})
  await place.ask('POST /api/v1/enforce', {body: {}})
  const {text, headers} = await place.ask('GET /metrics')
  expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  for (const line of [
    'tame_decisions_total{decision="deny",rule="a\\"b"} 1',
    'tame_decisions_total{decision="allow",rule="all"} 2',
    'tame_http_request_duration_seconds_count{operation="enforce",status="200"} 3',
    'tame_http_request_duration_seconds_count{operation="enforce",status="422"} 1',
    'tame_http_request_duration_seconds_bucket{operation="enforce",status="200",le="+Inf"} 3',
    'tame_ledger_entries 5',
    'tame_ledger_decisions{decision="allow"} 2',
    'tame_pending_approvals 0',
    'tame_event_followers 0',
    'tame_healthy 1',
    'process_resident_memory_bytes 2',
  ])
    expect(text.split('\n')).toContain(line)
  expect(
    text.split('\n').filter((line) => !/^(# (HELP|TYPE) \w+ .+|\w+(\{.*\})? [\d.e+-]+|)$/.test(line)),
  ).toEqual([])
})

test('an event that somebody wants on record is, with all that was said', async () => {
  const place = await openServerPlace(policy)
  const key = await place.key('approver')
  const body = {event_type: 'export', session_id: 's', user: 'ada', details: {rows: 3}}
  const {status, json} = await place.ask('POST /api/v1/compliance/audit/event', {key, body})
  expect([status, json]).toEqual([
    200,
    {status: 'recorded', seq: 3, timestamp: '2026-11-20T10:00:00.000+00:00'},
  ])
  const {value} = await place.tame.events({after: 2})[Symbol.asyncIterator]().next()
  expect(value).toMatchObject({
    kind: 'note',
    sessionId: 's',
    body: {type: 'export', by: 'approver key', key_id: key.slice(3, 13)},
    content: {details: {user: 'ada', details: {rows: 3}}},
  })
  expect((await place.ask('POST /api/v1/compliance/audit/event', {body})).status).toBe(401)
  expect((await place.ask('POST /api/v1/compliance/audit/event', {key, body: {}})).status).toBe(422)
})

test('its page loads nothing from elsewhere and runs nothing', async () => {
  const place = await openServerPlace(policy)
  const {text, headers} = await place.ask('GET /docs')
  expect(headers.get('content-security-policy')).toBe("default-src 'none'; style-src 'unsafe-inline'")
  expect(text).toContain('<code>POST /api/v1/enforce</code>')
  expect(text.match(/<script|<link|<img|<iframe|src=|url\(|https?:\/\//g)).toBeNull()
})

test('it describes itself for programs', async () => {
  const place = await openServerPlace(policy)
  expect((await place.ask('GET /api/v1/openapi.json')).json).toMatchObject({
    openapi: '3.1.0',
    info: {version: '1.2.3'},
  })
})

test('it exports what sessions held, as JSON and as a table without formulas', async () => {
  const place = await openServerPlace(policy)
  const key = await place.key('admin')
  const ask = (session_id: string, user_id: string) =>
    place.ask('POST /api/v1/enforce', {body: {tool_name: 'y', tool_args: {a: 'x,"y"'}, session_id, user_id}})
  await ask('kept', '=1+1')
  await ask('away', 'ada')
  await place.tame.sessions.archive('away', {by: 'ada', retentionDays: 1})
  const exported = async (query: string) => place.ask(`GET /api/v1/sessions/export${query}`, {key})
  expect((await exported('')).json).toMatchObject([{session_id: 'kept'}])
  expect((await exported('?include_archived=true')).json).toMatchObject([
    {session_id: 'kept'},
    {session_id: 'away'},
  ])
  expect((await exported('?agent_id=nobody')).text).toBe('[]')
  const lines = (await exported('?format=csv')).text.split('\r\n')
  expect(lines).toHaveLength(3)
  expect(lines[1]).toMatch(/,y,"\{""a"":""x,\\""y\\""""\}",,1\.0,allow,all,,,,,'=1\+1$/)
})

test('a session that is archived can’t be deleted before the time until which it is kept', async () => {
  const place = await openServerPlace(policy)
  const key = await place.key('admin')
  await place.ask('POST /api/v1/enforce', {body: {tool_name: 'y', tool_args: {a: 1}, session_id: 's'}})
  const {json} = await place.ask('POST /api/v1/sessions/s/archive?retention_days=10', {key})
  const {retention_until: until} = json as {retention_until: string}
  const remove = () => place.ask('DELETE /api/v1/sessions/s', {key, headers: {'tame-client': '1'}})
  place.clock.nowMs = Date.parse(until) - 1
  const detail = `The session "s" is archived, and kept until ${until}`
  const suggestions = ['tame audit erase --session-id ID --reason TEXT']
  const error = {code: 'SESSION_RETAINED', message: detail, suggestions, exit_code: 1}
  expect(await remove()).toMatchObject({status: 409, json: {detail, error}})
  expect(await allOf(place.tame.logs.list())).toMatchObject([{args: {a: 1}}])
  place.clock.nowMs++
  expect(await remove()).toMatchObject({status: 200, json: {logs_deleted: 1}})
})

test('its health is found out once a second, however many ask', async () => {
  const place = await openServerPlace(policy)
  await place.ask('POST /api/v1/enforce', {body: {tool_name: 'y', tool_args: {}}})
  const statuses = async (): Promise<number[]> =>
    (await Promise.all([place.ask('GET /health'), place.ask('GET /health')])).map(({status}) => status)
  expect(await statuses()).toEqual([200, 200])
  rmSync(place.databaseFile)
  place.clock.nowMs += 999
  expect(await statuses()).toEqual([200, 200])
  place.clock.nowMs++
  expect(await statuses()).toEqual([503, 503])
})
