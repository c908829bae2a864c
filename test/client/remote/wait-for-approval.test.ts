import {createServer, type IncomingMessage, request, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {expect, onTestFinished, test} from 'vitest'
import type {Timing} from '../../../src/client/remote/timing.js'
import {ApprovalTimeoutError} from '../../../src/model/approval-timeout.js'
import {openRemote} from '../../helpers/remote-place.js'
import {openServedPlace} from '../../helpers/served-place.js'

const policy = 'version: "1"\nrules: [{name: sends, tools: [send], action: approve}]\n'
const call = {tool: 'send', args: {}, sessionId: 's'}

/** What stands between a client and its server; gives false for what it does not let through. */
type Gatekeeper = (request: IncomingMessage, response: ServerResponse) => boolean

/** Lets through what the gatekeeper lets, and notes all that is asked. */
async function openProxy(target: string, lets: Gatekeeper): Promise<{url: string; asked: string[]}> {
  const asked: string[] = []
  const proxy = createServer((from, to) => {
    const path = from.url ?? '/'
    asked.push(path.replace(/[0-9a-f-]{36}/, 'ID').replace(/wait_ms=\d+/, 'wait_ms=N'))
    if (!lets(from, to)) return
    const onward = request(target + path, {
      method: from.method,
      headers: {...from.headers, host: new URL(target).host},
    })
    onward.on('response', (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(to)
    })
    onward.on('error', () => to.destroy())
    from.pipe(onward)
  })
  proxy.listen(0, '127.0.0.1')
  await new Promise((resolve) => proxy.once('listening', resolve))
  onTestFinished(() => {
    proxy.closeAllConnections()
    proxy.close()
  })
  return {url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, asked}
}

/** Passes no time but where it is told to, and what it was asked to pass. */
function createTiming(passes: (ms: number) => boolean): Timing & {readonly paused: number[]} {
  const paused: number[] = []
  return {
    paused,
    nowMs: () => performance.now(),
    random: () => 0.5,
    pause(ms, signal) {
      paused.push(ms)
      if (passes(ms)) return new Promise(setImmediate)
      return new Promise((resolve) => {
        if (signal?.aborted === true) resolve()
        signal?.addEventListener('abort', () => resolve())
      })
    },
  }
}

async function openWaiting(lets: Gatekeeper, timing: Timing) {
  const place = await openServedPlace(policy)
  const {url, asked} = await openProxy(place.url, lets)
  const tame = openRemote(url, {key: place.secret, timing, retries: 0})
  const {approvalId} = await tame.enforce(call)
  asked.length = 0
  return {place, tame, asked, id: approvalId ?? ''}
}

const isEvents = ({url = ''}: IncomingMessage): boolean => url.startsWith('/api/v1/events')
const isLong = ({url = ''}: IncomingMessage): boolean => url.includes('wait_ms')

function refuse(response: ServerResponse): false {
  response.writeHead(502).end()
  return false
}

const untilAsked = async (asked: readonly string[], count: number): Promise<void> => {
  while (asked.length < count) await new Promise(setImmediate)
}

test('waits by events', async () => {
  const timing = createTiming(() => false)
  const {place, tame, asked, id} = await openWaiting(() => true, timing)
  const waiting = tame.approvals.wait(id)
  await untilAsked(asked, 2)
  await (await place.person('ada')).approvals.answer(id, {effect: 'approve', by: 'ada'})
  expect((await waiting).resolvedBy).toBe('ada')
  expect(asked.map((path) => path.split('?')[0])).toEqual([
    '/api/v1/approvals/ID',
    '/api/v1/events',
    ...Array(asked.length - 2).fill('/api/v1/approvals/ID'),
  ])
})

test('looks now and then where events are held up', async () => {
  const timing = createTiming((ms) => ms === 60_000)
  const {place, tame, asked, id} = await openWaiting((from) => !isEvents(from), timing)
  const waiting = tame.approvals.wait(id)
  await untilAsked(asked, 4)
  await (await place.person('ada')).approvals.answer(id, {effect: 'deny', by: 'ada'})
  expect((await waiting).status).toBe('denied')
})

test('waits by questions that wait where there are no events', async () => {
  const timing = createTiming(() => false)
  const {place, tame, asked, id} = await openWaiting((from, to) => !isEvents(from) || refuse(to), timing)
  const waiting = tame.approvals.wait(id)
  await untilAsked(asked, 3)
  await (await place.person('ada')).approvals.answer(id, {effect: 'approve', by: 'ada'})
  expect((await waiting).resolvedBy).toBe('ada')
  expect(asked.slice(2)).toEqual(['/api/v1/approvals/ID?wait_ms=N'])
})

test('asks now and then, less and less often, where nothing else gets through', async () => {
  const timing = createTiming(() => true)
  const lets: Gatekeeper = (from, to) => !(isEvents(from) || isLong(from)) || refuse(to)
  const {place, tame, asked, id} = await openWaiting(lets, timing)
  const waiting = tame.approvals.wait(id)
  await untilAsked(asked, 14)
  await (await place.person('ada')).approvals.answer(id, {effect: 'approve', by: 'ada'})
  expect((await waiting).resolvedBy).toBe('ada')
  const start = timing.paused.indexOf(2000)
  expect(timing.paused.slice(start, start + 8)).toEqual([
    2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000,
  ])
})

test('waits without events where it may not follow them, as an agent outside of its sessions', async () => {
  const forbidden = JSON.stringify({
    detail: 'Not yours',
    error: {code: 'FORBIDDEN', message: 'Not yours', suggestions: []},
  })
  const {place, tame, asked, id} = await openWaiting(
    (from, to) => {
      if (isEvents(from)) to.writeHead(403, {'content-type': 'application/json'}).end(forbidden)
      return !isEvents(from)
    },
    createTiming(() => false),
  )
  const waiting = tame.approvals.wait(id)
  await Promise.race([waiting, untilAsked(asked, 3)])
  await (await place.person('ada')).approvals.answer(id, {effect: 'approve', by: 'ada'})
  expect((await waiting).resolvedBy).toBe('ada')
  expect(asked.at(2)).toBe('/api/v1/approvals/ID?wait_ms=N')
})

test('waits without events where the server takes no more who follow', async () => {
  const place = await openServedPlace(policy, undefined, {mostFollowers: 1})
  const {url, asked} = await openProxy(place.url, () => true)
  const tame = openRemote(url, {key: place.secret, timing: createTiming(() => false), retries: 3})
  const {approvalId} = await tame.enforce(call)
  const waits = [1, 2].map(() => tame.approvals.wait(approvalId ?? ''))
  await Promise.race([...waits, untilAsked(asked, 6)])
  await (await place.person('ada')).approvals.answer(approvalId ?? '', {effect: 'approve', by: 'ada'})
  expect((await Promise.all(waits)).map(({resolvedBy}) => resolvedBy)).toEqual(['ada', 'ada'])
})

test('keeps no other question waiting, and does not keep the client from closing', async () => {
  const {place, tame, asked, id} = await openWaiting(
    (from, to) => !isEvents(from) || refuse(to),
    createTiming(() => false),
  )
  const waiting = Array.from({length: 70}, () => tame.approvals.wait(id).catch((error) => error.code))
  while (asked.filter((path) => path.includes('wait_ms')).length < 70) await new Promise(setImmediate)
  expect((await tame.enforce({...call, tool: 'other'})).effect).toBe('deny')
  await tame.close()
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(['CLOSED']))
  await place.stop()
})

test('gives up where the question is not found', async () => {
  const timing = createTiming(() => true)
  const {tame} = await openWaiting(() => true, timing)
  await expect(tame.approvals.wait('none')).rejects.toMatchObject({code: 'APPROVAL_NOT_FOUND'})
})

test('waits no longer than it was told to', async () => {
  const timing = createTiming((ms) => ms < 2000)
  const {tame, id} = await openWaiting((from) => !isEvents(from), timing)
  await expect(tame.approvals.wait(id, {timeoutMs: 50})).rejects.toThrow(ApprovalTimeoutError)
})

test('ends with its signal, and with what closes the client', async () => {
  const timing = createTiming(() => false)
  const {tame, asked, id} = await openWaiting(() => true, timing)
  const ending = new AbortController()
  const waiting = tame.approvals.wait(id, {signal: ending.signal}).catch((error) => error.message)
  await untilAsked(asked, 2)
  ending.abort(new Error('enough'))
  expect(await waiting).toBe('enough')
  const other = tame.approvals.wait(id).catch((error) => error.code)
  await untilAsked(asked, 4)
  await tame.close()
  expect(await other).toBe('CLOSED')
})
