import {rmSync, writeFileSync} from 'node:fs'
import {expect, test} from 'vitest'
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
