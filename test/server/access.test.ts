import {describe, expect, test} from 'vitest'
import type {Operation} from '../../src/api/operation.js'
import {operations} from '../../src/api/operations.js'
import {type Role, reaches, roles} from '../../src/model/key.js'
import {openServerPlace, type ServerPlace} from '../helpers/server-place.js'

const policy =
  'version: "1.0"\nrules: [{name: mails, tools: [send_email], action: approve}, {name: all, action: allow}]\n'

const rows = Object.entries<Operation>(operations).flatMap(([name, {method, path, role}]) =>
  role === 'anyone' ? [] : [{name, ask: `${method} ${path.replaceAll(/\{\w+\}/g, 'x')}`, role}],
)

test('a key may do what its role may, and nothing more', async () => {
  const place = await openServerPlace(policy)
  const keys = new Map<Role, string>()
  for (const role of roles) keys.set(role, await place.key(role))
  for (const {name, ask, role} of rows) {
    for (const [held, key] of keys) {
      if (reaches(held, role)) continue
      expect({name, held, ...(await refusal(place, ask, key))}).toEqual({
        name,
        held,
        status: 403,
        code: 'FORBIDDEN',
      })
    }
  }
})

test('one on the same machine without a key is an agent, and no more', async () => {
  const place = await openServerPlace(policy)
  await place.key('approver')
  await place.key('admin')
  for (const {name, ask, role} of rows) {
    const refused = await refusal(place, ask)
    if (role === 'agent') expect({name, refused: refused.status === 401}).toEqual({name, refused: false})
    else expect({name, ...refused}).toEqual({name, status: 401, code: 'UNAUTHORIZED'})
  }
})

test('as soon as there is a key for an agent, every agent needs one', async () => {
  const place = await openServerPlace(policy)
  expect((await place.ask('GET /api/v1/sessions')).status).toBe(200)
  const {key} = await place.tame.keys.create('bot', 'agent')
  const {status, headers} = await place.ask('GET /api/v1/sessions')
  expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
  // Otherwise whoever held the last one would only have to leave it away.
  await place.tame.keys.revoke(key.id)
  expect((await place.ask('GET /api/v1/sessions')).status).toBe(401)
})

test.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'x-forwarded-host', 'x-forwarded-proto', 'via'])(
  'one whom a proxy sends on (%s) needs a key',
  async (header) => {
    const place = await openServerPlace(policy)
    const headers = {[header]: 'for=203.0.113.7'}
    expect((await place.ask('GET /api/v1/sessions', {headers})).status).toBe(401)
    const key = await place.key('approver')
    expect((await place.ask('GET /api/v1/sessions', {headers, key})).status).toBe(200)
  },
)

describe('a key', () => {
  test.each([
    ['of nobody', () => `tk_0123456789_${'0'.repeat(64)}`],
    ['with another end', (key: string) => `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`],
    ['with a beginning only', (key: string) => key.slice(0, -1)],
    ['with more behind it', (key: string) => `${key}0`],
    ['in capitals', (key: string) => key.toUpperCase()],
    ['that is empty', () => ''],
    ['of another form', () => 'password'],
  ])('%s is refused, on the same machine too', async (_, wrong) => {
    const place = await openServerPlace(policy)
    const key = await place.key('admin')
    expect((await place.ask('GET /api/v1/keys', {key})).status).toBe(200)
    expect(await refusal(place, 'GET /api/v1/sessions', wrong(key))).toEqual({
      status: 401,
      code: 'UNAUTHORIZED',
    })
  })

  test('in another scheme is refused', async () => {
    const place = await openServerPlace(policy)
    const key = await place.key('admin')
    const {status} = await place.ask('GET /api/v1/sessions', {headers: {authorization: `Basic ${key}`}})
    expect(status).toBe(401)
  })

  test('that was revoked is refused from then on, and listed as revoked', async () => {
    const place = await openServerPlace(policy)
    const admin = await place.key('admin')
    const made = await place.ask('POST /api/v1/keys', {key: admin, body: {name: 'bot', role: 'agent'}})
    const {key, secret} = made.json as {key: {id: string}; secret: string}
    expect((await place.ask('GET /api/v1/sessions', {key: secret})).status).toBe(200)
    await place.ask(`DELETE /api/v1/keys/${key.id}`, {key: admin})
    expect((await place.ask('GET /api/v1/sessions', {key: secret})).status).toBe(401)
    expect((await place.ask('GET /api/v1/keys', {key: admin})).json).toEqual({
      keys: [
        expect.objectContaining({name: 'admin key', role: 'admin', revoked_at: null}),
        {...key, revoked_at: '2026-11-20T10:00:00.000+00:00'},
      ],
    })
  })

  test('is refused that another process revoked', async () => {
    const place = await openServerPlace(policy)
    const {key, secret} = await place.tame.keys.create('bot', 'agent')
    expect((await place.ask('GET /api/v1/sessions', {key: secret})).status).toBe(200)
    await place.open().keys.revoke(key.id)
    await expect.poll(async () => (await place.ask('GET /api/v1/sessions', {key: secret})).status).toBe(401)
  })

  test('is nowhere but in the answer that made it', async () => {
    const place = await openServerPlace(policy)
    const admin = await place.key('admin')
    const {json} = await place.ask('POST /api/v1/keys', {key: admin, body: {name: 'bot', role: 'agent'}})
    const {secret} = json as {secret: string}
    const said = await Promise.all(
      ['keys', 'audit/export', 'status', 'logs'].map((path) =>
        place.ask(`GET /api/v1/${path}`, {key: admin}),
      ),
    )
    await place.ask('POST /api/v1/keys', {key: secret, body: {name: 'bot', role: 'agent'}})
    const all = [...said.map(({text}) => text), ...place.logged].join('\n')
    expect([all.includes(secret.slice(-20)), all.includes(admin.slice(-20))]).toEqual([false, false])
  })
})

describe('the session of another agent', () => {
  const call = {tool_name: 'read_file', tool_args: {path: '/tmp/a'}, session_id: 'mine'}

  async function openTwo() {
    const place = await openServerPlace(policy)
    const [mine, other, approver] = [
      await place.key('agent'),
      await place.key('agent'),
      await place.key('approver'),
    ]
    const {json} = await place.ask('POST /api/v1/enforce', {key: mine, body: call})
    return {place, mine, other, approver, logId: (json as {log_id: string}).log_id}
  }

  test.each([
    ['GET /api/v1/sessions/mine', 404],
    ['GET /api/v1/sessions/mine/summary', 404],
    ['GET /api/v1/logs/LOG', 404],
    ['GET /api/v1/logs/LOG/explanation', 404],
    ['GET /api/v1/audit/proof/LOG', 404],
    ['GET /api/v1/events?session_id=mine', 404],
    ['GET /api/v1/events', 403],
  ])('is not shown by %s', async (ask, status) => {
    const {place, other, logId} = await openTwo()
    const answered = await place.ask(ask.replace('LOG', logId), {key: other})
    expect(answered.status).toBe(status)
    expect(answered.text).not.toContain('/tmp/a')
  })

  test.each([
    ['GET /api/v1/sessions/mine', 'mine', 'none'],
    ['GET /api/v1/logs/LOG', 'LOG', '01a1f800-0000-7000-8000-000000000000'],
    ['GET /api/v1/audit/proof/LOG', 'LOG', '01a1f800-0000-7000-8000-000000000000'],
    ['GET /api/v1/approvals/APPROVAL', 'APPROVAL', '01a1f800-0000-7000-8000-000000000000'],
  ])('is refused at %s as one that is not there', async (ask, name, unknown) => {
    const {place, mine, other, logId} = await openTwo()
    const asked = await place.ask('POST /api/v1/enforce', {
      key: mine,
      body: {...call, tool_name: 'send_email'},
    })
    const ids = {LOG: logId, APPROVAL: (asked.json as {approval_id: string}).approval_id, mine: 'mine'}
    const id = ids[name as keyof typeof ids]
    const answerTo = async (each: string) => {
      const headers = {'tame-client': '1'}
      const {status, text} = await place.ask(ask.replace(name, each), {key: other, headers})
      return {status, text: text.replaceAll(each, 'ID')}
    }
    const answered = await answerTo(id)
    expect(answered).toEqual(await answerTo(unknown))
    expect(answered.status).toBe(404)
  })

  test.each([
    ['POST /api/v1/enforce', call, 403],
    ['POST /api/v1/test', call, 404],
    ['POST /api/v1/explain', call, 404],
    ['POST /api/v1/logs/LOG/result', {status: 'success'}, 404],
    ['POST /api/v1/enforce/mine/result?log_id=LOG', {status: 'success'}, 404],
  ])('is not used by %s', async (ask, body, status) => {
    const {place, other, logId} = await openTwo()
    expect((await place.ask(ask.replace('LOG', logId), {key: other, body})).status).toBe(status)
    expect(await place.tame.sessions.get('mine')).toMatchObject({totalCalls: 1})
    expect(await place.tame.logs.get(logId)).toMatchObject({outcome: null})
  })

  test('is not listed', async () => {
    const {place, other} = await openTwo()
    expect((await place.ask('GET /api/v1/sessions', {key: other})).json).toMatchObject({
      sessions: [],
      total_count: 0,
    })
    expect((await place.ask('GET /api/v1/logs', {key: other})).text).toBe('{"end":{"count":0}}\n')
  })

  test('is read by its own agent and by an approver', async () => {
    const {place, mine, approver, logId} = await openTwo()
    for (const key of [mine, approver]) {
      expect((await place.ask('GET /api/v1/sessions', {key})).json).toMatchObject({total_count: 1})
      expect((await place.ask(`GET /api/v1/logs/${logId}`, {key})).json).toMatchObject({log_id: logId})
      expect((await place.ask('GET /api/v1/sessions/mine', {key})).json).toHaveLength(1)
    }
  })

  test('gives no answer to an event id that another agent took', async () => {
    const {place, mine, other} = await openTwo()
    const body = {tool_name: 't', tool_args: {}, event_id: 'e'}
    const ask = (key: string) => place.ask('POST /api/v1/enforce', {key, body, headers: {'tame-client': '1'}})
    const first = await ask(mine)
    expect((await ask(mine)).json).toEqual(first.json)
    expect(await ask(other)).toMatchObject({status: 409})
  })
})

test('only an administrator lets a call run whatever the policy says', async () => {
  const place = await openServerPlace('version: "1.0"\nrules: []\n')
  const [agent, admin] = [await place.key('agent'), await place.key('admin')]
  const body = {tool_name: 't', tool_args: {}, bypass: true}
  const headers = {'tame-client': '1'}
  expect(await refusal(place, 'POST /api/v1/enforce', agent, body)).toEqual({status: 403, code: 'FORBIDDEN'})
  expect((await place.ask('POST /api/v1/enforce', {key: admin, body, headers})).json).toMatchObject({
    decision: 'allow',
    ruling: 'deny',
    enforced: false,
  })
  // Clients of the plain wire know nothing of it: what they send beside is not looked at.
  for (const key of [agent, admin])
    for (const bypass of [true, 'yes'])
      expect((await place.ask('POST /api/v1/enforce', {key, body: {...body, bypass}})).json).toMatchObject({
        decision: 'deny',
      })
})

async function refusal(
  place: ServerPlace,
  ask: string,
  key?: string,
  body: unknown = {},
): Promise<{status: number; code: string | undefined}> {
  const [method] = ask.split(' ')
  const {status, json} = await place.ask(ask, {
    ...(key !== undefined && {key}),
    ...(method === 'POST' && {body}),
    headers: {'tame-client': '1'},
  })
  return {status, code: (json as {error?: {code: string}} | undefined)?.error?.code}
}
