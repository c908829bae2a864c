import {once} from 'node:events'
import {connect} from 'node:net'
import {text as textOf} from 'node:stream/consumers'
import {expect, test} from 'vitest'
import type {ServerOptions} from '../../src/server/server.js'
import {requestText} from '../helpers/raw-request.js'
import {openServerPlace} from '../helpers/server-place.js'

const policy = 'version: "1"\nrules: [{name: sends, tools: [send], action: approve}]\n'
const native = {'tame-client': '1.2.3'}

async function openPlace(options: Partial<ServerOptions> = {}) {
  const place = await openServerPlace(policy, options)
  const [agent, other, approver] = [
    await place.key('agent'),
    await place.key('agent'),
    await place.key('approver'),
  ]
  const asked = await place.ask('POST /api/v1/enforce', {
    key: agent,
    headers: native,
    body: {tool_name: 'send', tool_args: {}, session_id: 's'},
  })
  const id = (asked.json as {approval_id: string}).approval_id
  return {...place, agent, other, approver, id}
}

test('shows an agent what it asked, and nobody else’s', async () => {
  const {ask, agent, other, approver, id} = await openPlace()
  const shown = async (key: string): Promise<unknown[]> => [
    (await ask(`GET /api/v1/approvals/${id}`, {key})).status,
    (await ask('GET /api/v1/approvals', {key})).text.includes(id),
  ]
  expect([await shown(agent), await shown(other), await shown(approver)]).toEqual([
    [200, true],
    [404, false],
    [200, true],
  ])
})

test('takes an answer of an approver only, and in the name of the key', async () => {
  const {ask, agent, approver, id} = await openPlace()
  const body = {effect: 'approve', comment: 'Fine'}
  const answer = (key: string) => ask(`POST /api/v1/approvals/${id}/answers`, {key, body})
  expect((await answer(agent)).status).toBe(403)
  const misspelt = await ask(`POST /api/v1/approvals/${id}/answers`, {
    key: approver,
    body: {...body, tool_arg: {}},
  })
  expect(misspelt.status).toBe(422)
  const {status, json} = await answer(approver)
  expect([status, json]).toMatchObject([
    200,
    {status: 'approved', resolved_by: 'approver key', comment: 'Fine'},
  ])
  const again = await answer(approver)
  expect([again.status, again.json]).toMatchObject([
    409,
    {detail: expect.stringContaining('approved by approver key')},
  ])
})

test('lets an agent take back what it asked, and nobody else’s', async () => {
  const {ask, agent, other, id} = await openPlace()
  const cancel = async (key: string) => {
    const {status, json} = await ask(`POST /api/v1/approvals/${id}/cancellation`, {key, body: {}})
    return [status, (json as {status?: string}).status]
  }
  expect([await cancel(other), await cancel(agent), await cancel(agent)]).toEqual([
    [404, undefined],
    [200, 'cancelled'],
    [409, undefined],
  ])
})

test('waits with its answer no longer than it is told to', async () => {
  const {ask, agent, id} = await openPlace()
  const {json} = await ask(`GET /api/v1/approvals/${id}?wait_ms=0`, {key: agent})
  expect(json).toMatchObject({approval_id: id, status: 'pending', key_id: expect.any(String)})
  expect((await ask(`GET /api/v1/approvals/${id}?wait_ms=60000`, {key: agent})).status).toBe(422)
})

test('is answered as it is to those who wait when the server stops, which waits for none of them', async () => {
  const {agent, id, server, logged} = await openPlace({timeouts: {stopMs: 60_000}})
  const asking = (query: string): string =>
    requestText(`GET /api/v1/approvals/${id}${query}`, ['Host: 127.0.0.1', `Authorization: Bearer ${agent}`])
  const socket = connect({port: server.port, host: '127.0.0.1'})
  const told = textOf(socket)
  // The second was read when the first is answered.
  socket.write(asking('').replace('Connection: close\r\n', '') + asking('?wait_ms=25000'))
  await once(socket, 'data')
  await server.stop()
  expect([(await told).match(/HTTP\/1\.1 \d+|"status":"\w+"/g), logged]).toEqual([
    ['HTTP/1.1 200', '"status":"pending"', 'HTTP/1.1 200', '"status":"pending"'],
    [],
  ])
})

test('is spent by a plain client in the session of its answer, or with the approval’s id and no session', async () => {
  const place = await openServerPlace(policy)
  const [agent, other, approver] = [
    await place.key('agent'),
    await place.key('agent'),
    await place.key('approver'),
  ]
  const enforce = async (more: object = {}, key = agent) => {
    const body = {tool_name: 'send', tool_args: {}, ...more}
    const {json} = await place.ask('POST /api/v1/enforce', {key, body})
    const {
      decision,
      session_id: session,
      metadata,
    } = json as {
      decision: string
      session_id: string
      metadata: {approval_id: string}
    }
    return {decision, session, id: metadata.approval_id}
  }
  const approve = (id: string) =>
    place.ask(`POST /api/v1/approvals/${id}/answers`, {key: approver, body: {effect: 'approve'}})
  const [first, second] = [await enforce(), await enforce()]
  await approve(first.id)
  await approve(second.id)
  expect((await enforce()).decision).toBe('approve')
  expect(await enforce({session_id: first.session})).toEqual({...first, decision: 'allow'})
  expect((await enforce({metadata: {approval_id: second.id}}, other)).decision).toBe('approve')
  expect(await enforce({metadata: {approval_id: second.id}})).toEqual({...second, decision: 'allow'})
  expect((await enforce({metadata: {approval_id: second.id}})).decision).toBe('approve')
  expect((await enforce({metadata: {approval_id: 'mine'}})).decision).toBe('approve')
})

test('does not let a key answer what it asked itself', async () => {
  const place = await openServerPlace(policy)
  const key = await place.key('admin')
  const {json} = await place.ask('POST /api/v1/enforce', {
    key,
    headers: native,
    body: {tool_name: 'send', tool_args: {}},
  })
  const {approval_id: id} = json as {approval_id: string}
  const {status} = await place.ask(`POST /api/v1/approvals/${id}/answers`, {key, body: {effect: 'approve'}})
  expect(status).toBe(403)
})
