import {expect, test} from 'vitest'
import type {LedgerEvent} from '../../../src/model/ledger-event.js'
import {allOf} from '../../helpers/all-of.js'
import {openRemote} from '../../helpers/remote-place.js'
import {openRoughServer, replyText} from '../../helpers/rough-server.js'
import {openServedPlace} from '../../helpers/served-place.js'

const policy = 'version: "1.0"\nrules: [{name: all, action: allow}]\n'
const call = (n: number) => ({tool: 'read_file', args: {n}, sessionId: 's'})

/** Enough for any restart: it waits no time between two attempts. */
const patient = {retries: 100_000, timeoutMs: 30_000}

test('calls get through a restart of the server, each of them once', async () => {
  const place = await openServedPlace(policy)
  const tame = openRemote(place.url, {key: place.secret, ...patient})
  const first = Array.from({length: 50}, (_, n) => tame.enforce(call(n)))
  const stopping = place.stop()
  const second = Array.from({length: 50}, (_, n) => tame.enforce(call(50 + n)))
  await stopping
  await place.start()
  const decisions = await Promise.all([...first, ...second])
  const records = await allOf(tame.logs.list())
  expect(records).toHaveLength(100)
  expect(new Set(records.map(({logId}) => logId))).toEqual(new Set(decisions.map(({logId}) => logId)))
})

test('a follower comes back after a restart, and misses nothing', async () => {
  const place = await openServedPlace(policy)
  const tame = openRemote(place.url, {key: place.secret, ...patient})
  const seen: number[] = []
  const events = tame.events({after: 0, kinds: ['decision']})
  const until = async (count: number): Promise<void> => {
    while (seen.length < count) await new Promise(setImmediate)
  }
  const following = (async () => {
    for await (const {content} of events) {
      seen.push((content as {args: {n: number}}).args.n)
      if (seen.length === 6) return
    }
  })()
  for (const n of [0, 1, 2]) await tame.enforce(call(n))
  await until(3)
  await place.stop()
  await place.start()
  for (const n of [3, 4, 5]) await tame.enforce(call(n))
  await following
  expect(seen).toEqual([0, 1, 2, 3, 4, 5])
})

const event = (seq: number): string => {
  const said: LedgerEvent = {
    seq,
    at: '2026-11-20T10:00:00.000Z',
    kind: 'result',
    sessionId: null,
    body: {},
    content: null,
  }
  const {sessionId: session_id, ...json} = said
  return `id: ${seq}\nevent: result\ndata: ${JSON.stringify({...json, session_id})}\n\n`
}

test('a follower takes no event twice, asks after the last one it has, and believes no half of one', async () => {
  const {url, requests} = await openRoughServer(
    replyText(`id: 4\nevent: open\ndata: {"after":4}\n\n: still here\n\n${event(5)}${event(6).slice(0, 40)}`),
    replyText(`${event(5)}${event(6)}`),
    replyText(event(7)),
  )
  const seqs: number[] = []
  for await (const {seq} of openRemote(url).events({after: 4})) {
    seqs.push(seq)
    if (seq === 7) break
  }
  expect([seqs, requests.map(({path}) => path)]).toEqual([
    [5, 6, 7],
    ['/api/v1/events?after=4', '/api/v1/events?after=5', '/api/v1/events?after=6'],
  ])
})

test.each([
  [
    'is refused',
    'event: error\ndata: {"error":{"code":"STORE_CORRUPT","message":"m","suggestions":[]}}\n\n',
    'STORE_CORRUPT',
  ],
  ['is told what is no event', 'data: {"seq":1}\n\n', 'ANSWER_INVALID'],
])('a follower ends with an error when it %s', async (_, text, code) => {
  const {url} = await openRoughServer(replyText(text))
  await expect(allOf(openRemote(url).events({after: 0}))).rejects.toMatchObject({code})
})

test('a follower is told when there is no server to begin with', async () => {
  await expect(allOf(openRemote('http://127.0.0.1:9').events({after: 0}))).rejects.toMatchObject({
    code: 'SERVER_UNREACHABLE',
  })
})
