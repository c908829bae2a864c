import {expect, onTestFinished, test} from 'vitest'
import {WebSocket} from 'ws'
import {openServerPlace, type ServerPlace} from '../../helpers/server-place.js'

const policy =
  'version: "1.0"\nrules: [{name: mask, tools: [m], action: sanitize, sanitize: [{arg: a, with: mask}]}, {name: all, action: allow}]\n'

interface Opened {
  next(): Promise<unknown>
  readonly closed: Promise<{code: number; reason: string}>
}

function openSocket(place: ServerPlace, path: string, headers: Record<string, string> = {}): Promise<Opened> {
  const socket = new WebSocket(place.server.url.replace('http', 'ws') + path, {headers})
  onTestFinished(() => socket.terminate())
  const messages: unknown[] = []
  const waiting: ((message: unknown) => void)[] = []
  socket.on('message', (data, isBinary) => {
    const message: unknown = isBinary ? data : JSON.parse(String(data))
    const give = waiting.shift()
    if (give === undefined) messages.push(message)
    else give(message)
  })
  const closed = new Promise<{code: number; reason: string}>((resolve) => {
    socket.on('close', (code, reason) => resolve({code, reason: String(reason)}))
  })
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('open', () =>
      resolve({
        closed,
        next: () =>
          messages.length > 0 ? Promise.resolve(messages.shift()) : new Promise((give) => waiting.push(give)),
      }),
    )
  })
}

const call = {tool_name: 'm', tool_args: {a: 1}, session_id: 's', metadata: {accepts_sanitize: true}}

test('sends the decisions and results of one session, in the words of the plain wire', async () => {
  const place = await openServerPlace(policy)
  const socket = await openSocket(place, '/ws/s')
  await place.ask('POST /api/v1/enforce', {body: {...call, session_id: 'other'}})
  const {json} = await place.ask('POST /api/v1/enforce', {body: call})
  const {log_id} = json as {log_id: string}
  await place.ask(`POST /api/v1/enforce/s/result?log_id=${log_id}`, {body: {status: 'success', result: 'ok'}})
  expect([await socket.next(), await socket.next()]).toEqual([
    {
      type: 'tool_call_decision',
      session_id: 's',
      log_id,
      tool_name: 'm',
      decision: 'allow',
      rule_name: 'mask',
      reason: 'Rule "mask" allows it with changed arguments',
      timestamp: '2026-11-20T10:00:00.000+00:00',
      policy_version: '1.0',
    },
    {type: 'tool_call_result', session_id: 's', log_id, result: 'ok', execution_status: 'success'},
  ])
})

test('sends what was before, to one who says where it left off', async () => {
  const place = await openServerPlace(policy)
  await place.ask('POST /api/v1/enforce', {body: call})
  const socket = await openSocket(place, '/ws/s?after=0')
  expect(await socket.next()).toMatchObject({type: 'tool_call_decision', session_id: 's'})
})

test.each([
  ['without a key where one is needed', '/ws/s', {}, 401],
  ['with a wrong key', '/ws/s', {authorization: 'Bearer nobody'}, 401],
  ['from a page of elsewhere', '/ws/s', {origin: 'http://evil.example'}, 403],
  ['by another name', '/ws/s', {host: 'evil.example'}, 421],
  ['to another path', '/ws', {}, 404],
  ['to no session', '/ws/', {}, 404],
])('is not opened %s', async (_, path, headers, status) => {
  const place = await openServerPlace(policy)
  const key = await place.key('agent')
  const shown = status === 401 ? headers : {authorization: `Bearer ${key}`, ...headers}
  await expect(openSocket(place, path, shown as Record<string, string>)).rejects.toThrow(
    `Unexpected server response: ${status}`,
  )
})

test('is not opened to the session of another agent', async () => {
  const place = await openServerPlace(policy)
  const [mine, other] = [await place.key('agent'), await place.key('agent')]
  await place.ask('POST /api/v1/enforce', {key: mine, body: call})
  await expect(openSocket(place, '/ws/s', {authorization: `Bearer ${other}`})).rejects.toThrow('404')
  await openSocket(place, '/ws/s', {authorization: `Bearer ${mine}`})
})

test('ends, before it tells anything, when another agent opens the session it waits for', async () => {
  const place = await openServerPlace(policy)
  const [mine, other] = [await place.key('agent'), await place.key('agent')]
  const socket = await openSocket(place, '/ws/s', {authorization: `Bearer ${other}`})
  const own = await openSocket(place, '/ws/s', {authorization: `Bearer ${mine}`})
  await place.ask('POST /api/v1/enforce', {key: mine, body: call})
  expect(await own.next()).toMatchObject({session_id: 's'})
  expect(await socket.closed).toMatchObject({code: 1008})
})

test('ends when its key is revoked', async () => {
  const place = await openServerPlace(policy)
  const {key, secret} = await place.tame.keys.create('mine', 'agent')
  const socket = await openSocket(place, '/ws/s', {authorization: `Bearer ${secret}`})
  await place.ask('POST /api/v1/enforce', {key: secret, body: call})
  await socket.next()
  await place.tame.keys.revoke(key.id)
  expect(await socket.closed).toMatchObject({code: 1008})
})

test('ends with where to come back to, when the server stops', async () => {
  const place = await openServerPlace(policy)
  const socket = await openSocket(place, '/ws/s')
  await place.ask('POST /api/v1/enforce', {body: call})
  await socket.next()
  await place.server.stop()
  expect(await socket.closed).toEqual({code: 1001, reason: 'after=3'})
})
