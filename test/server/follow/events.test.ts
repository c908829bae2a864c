import {connect} from 'node:net'
import {describe, expect, test} from 'vitest'
import {followEvents} from '../../helpers/event-reader.js'
import {rawRequest, requestText, statusIn} from '../../helpers/raw-request.js'
import {openServerPlace, type ServerPlace} from '../../helpers/server-place.js'

const policy = 'version: "1.0"\nrules: [{name: all, action: allow}]\n'

async function openFollowed(options?: Parameters<typeof openServerPlace>[1]) {
  const place = await openServerPlace(policy, options)
  const key = await place.key('approver')
  const follow = (query = '', headers = {}) =>
    followEvents(`${place.server.url}/api/v1/events${query}`, {authorization: `Bearer ${key}`, ...headers})
  return {place, follow, key}
}

const call = (place: ServerPlace, sessionId: string, agentId = 'a') =>
  place.tame.enforce({tool: 't', args: {}, sessionId, agentId})

describe('who follows', () => {
  test('is told from where, then of each thing that is recorded', async () => {
    const {place, follow} = await openFollowed()
    const events = await follow()
    expect(await events.next()).toEqual({id: '2', event: 'open', data: {after: 2}})
    const {logId} = await call(place, 's')
    await place.tame.report(logId ?? '', {status: 'success'})
    expect([await events.next(), await events.next(), await events.next()]).toEqual([
      {id: '3', event: 'policy', data: expect.objectContaining({seq: 3, kind: 'policy', session_id: null})},
      {
        id: '4',
        event: 'decision',
        data: {
          seq: 4,
          at: '2026-11-20T10:00:00.000Z',
          kind: 'decision',
          session_id: 's',
          body: expect.objectContaining({log_id: logId, tool_name: 't', key_id: null}),
          content: expect.objectContaining({args: {}}),
        },
      },
      {id: '5', event: 'result', data: expect.objectContaining({seq: 5, session_id: 's'})},
    ])
  })

  test('comes back to where it left off, by the query or by the header of a browser', async () => {
    const {place, follow} = await openFollowed()
    for (const session of ['a', 'b', 'c']) await call(place, session)
    const byQuery = await follow('?after=4')
    const byHeader = await follow('?after=0', {'last-event-id': '4'})
    for (const events of [byQuery, byHeader])
      expect([await events.next(), await events.next(), await events.next()]).toMatchObject([
        {event: 'open', data: {after: 4}},
        {id: '5', data: {session_id: 'b'}},
        {id: '6', data: {session_id: 'c'}},
      ])
    await call(place, 'd')
    expect(await byQuery.next()).toMatchObject({id: '7', data: {session_id: 'd'}})
  })

  test('misses nothing and gets nothing twice while much is recorded', async () => {
    const {place, follow} = await openFollowed()
    const calls = Array.from({length: 300}, (_, at) => call(place, `s${at}`))
    await calls[0]
    const events = await follow('?after=3')
    await Promise.all(calls)
    await events.next()
    const seqs: number[] = []
    while (seqs.length < 300) seqs.push(Number((await events.next())?.id))
    expect(seqs).toEqual(Array.from({length: 300}, (_, at) => at + 4))
  })

  test.each([
    ['?session_id=b', [['b', 'y']]],
    [
      '?agent_id=x',
      [
        ['a', 'x'],
        ['c', 'x'],
      ],
    ],
    ['?kinds=result', []],
    ['?kinds=decision,result&session_id=c', [['c', 'x']]],
  ])('by %s is told only of that', async (query, told) => {
    const {place, follow} = await openFollowed()
    const before = await follow(`${query}&after=0`)
    const live = await follow(query)
    await live.next()
    await before.next()
    await call(place, 'a', 'x')
    await call(place, 'b', 'y')
    await call(place, 'c', 'x')
    const {logId} = await call(place, 'c', 'x')
    await place.tame.report(logId ?? '', {status: 'last'})
    for (const events of [before, live])
      for (const [session, agent] of told) {
        const event = await events.next()
        expect(event?.data).toMatchObject({session_id: session, body: {agent_id: agent}})
      }
  })

  test.each(['?after=-1', '?after=x', '?after=1.5'])('from %s is refused', async (query) => {
    const {follow} = await openFollowed()
    expect((await follow(query)).status).toBe(422)
  })

  test('of a kind that there is not is refused, with those that there are', async () => {
    const {place, key} = await openFollowed()
    const {status, text} = await place.ask('GET /api/v1/events?kinds=decision,decisons', {key})
    expect([status, text]).toEqual([422, expect.stringContaining('must be some of ledger, policy,')])
  })

  test('from a header that is no number is refused', async () => {
    const {follow} = await openFollowed()
    expect((await follow('', {'last-event-id': 'x'})).status).toBe(422)
  })

  test('is told that it is over when the server stops', async () => {
    const {place, follow} = await openFollowed()
    const events = await follow()
    await events.next()
    await place.server.stop()
    expect(await events.next()).toBeUndefined()
  })
})

describe('who may not ask any more is told nothing more', () => {
  const ended = async (events: Awaited<ReturnType<typeof followEvents>>) => {
    const last = await events.next()
    return [last?.event, last?.data, await events.next()]
  }
  const refusal = ['error', {error: expect.objectContaining({code: 'UNAUTHORIZED'})}, undefined]

  test('after the key was revoked', async () => {
    const {place, follow} = await openFollowed()
    const {key, secret} = await place.tame.keys.create('ada', 'approver')
    const [hers, others] = [
      await follow('?kinds=decision', {authorization: `Bearer ${secret}`}),
      await follow(),
    ]
    await hers.next()
    await others.next()
    await place.tame.keys.revoke(key.id)
    expect(await ended(hers)).toEqual(refusal)
    expect(await others.next()).toMatchObject({data: {kind: 'key'}})
    await call(place, 's')
    expect(await others.next()).toMatchObject({data: {kind: 'policy'}})
  })

  test('without one, after there is one for agents', async () => {
    const place = await openServerPlace(policy)
    await place.ask('POST /api/v1/enforce', {body: {tool_name: 't', tool_args: {}, session_id: 's'}})
    const events = await followEvents(`${place.server.url}/api/v1/events?session_id=s`)
    await events.next()
    await place.key('agent')
    expect(await ended(events)).toEqual(refusal)
  })
})

test('agents leave room for others, and for people', async () => {
  const {place, follow} = await openFollowed({mostFollowers: 10})
  const status = async (key: string, session: string): Promise<number> => {
    await place.ask('POST /api/v1/enforce', {key, body: {tool_name: 't', tool_args: {}, session_id: session}})
    return (await follow(`?session_id=${session}`, {authorization: `Bearer ${key}`})).status
  }
  const statuses: number[] = []
  for (const session of ['a', 'b']) {
    const key = await place.key('agent')
    for (let count = 0; count < 6; count++) statuses.push(await status(key, session))
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 503, 200, 200, 200, 200, 503, 503])
  expect([(await follow()).status, (await follow()).status]).toEqual([200, 503])
})

describe('too many who follow', () => {
  test('are told to come back later, and the others are answered meanwhile', async () => {
    const {place, follow, key} = await openFollowed({mostFollowers: 50, rate: {perSecond: 1e6, burst: 1e6}})
    for (let count = 0; count < 50; count++) expect((await follow()).status).toBe(200)
    const more = requestText('GET /api/v1/events', ['Host: localhost', `Authorization: Bearer ${key}`])
    const answers = await Promise.all(Array.from({length: 500}, () => rawRequest(place.server.port, more)))
    expect(new Set(answers.map(statusIn))).toEqual(new Set(['503']))
    expect(answers[0]).toContain('retry-after: 5')
    expect((await place.ask('GET /metrics', {key})).text).toContain('tame_event_followers 50\n')
    await call(place, 's')
  })

  test('in thousands are refused beyond those that are taken, who are all told', async () => {
    const asking = process.env['TAME_SOAK'] === undefined ? 1200 : 10_000
    const {place, key} = await openFollowed({rate: {perSecond: 1e6, burst: 1e6}})
    const taken: Idle[] = []
    let refused = 0
    for (let asked = 0; asked < asking; asked += 100) {
      const idle = await Promise.all(Array.from({length: 100}, () => openIdle(place, key)))
      taken.push(...idle.filter(({status}) => status === '200'))
      refused += idle.filter(({status}) => status === '503').length
    }
    expect([taken.length, refused]).toEqual([1000, asking - 1000])
    await call(place, 's')
    await Promise.all(taken.map(({told}) => told))
    for (const {leave} of taken) leave()
    await expect
      .poll(async () => (await place.ask('GET /metrics', {key})).text)
      .toContain('tame_event_followers 0\n')
  })

  test('leave room when they go', async () => {
    const {follow} = await openFollowed({mostFollowers: 1})
    const first = await follow()
    expect((await follow()).status).toBe(503)
    first.stop()
    await expect.poll(async () => (await follow()).status).toBe(200)
  })
})

test('one who does not read is dropped, and comes back to where it was', async () => {
  const {place, follow, key} = await openFollowed()
  const {socket, text} = await deafFollower(place, key)
  const args = {text: 'x'.repeat(200_000)}
  // Until more waits than the system and the server hold for one who does not read.
  const isDropped = new Promise((resolve) => socket.on('close', resolve))
  for (let count = 0; count < 60; count++) await place.tame.enforce({tool: 't', args, sessionId: `${count}`})
  await expect
    .poll(async () => (await place.ask('GET /metrics', {key})).text)
    .toContain('tame_event_followers 0\n')
  socket.resume()
  await isDropped
  const last = Number([...text().matchAll(/^id: (\d+)\n.*\n.*\n\n/gm)].at(-1)?.[1])
  expect(last).toBeLessThan(60)
  const events = await follow(`?after=${last}`)
  await events.next()
  expect(await events.next()).toMatchObject({id: String(last + 1)})
})

interface Idle {
  readonly status: string
  /** Resolves at the first decision. */
  readonly told: Promise<void>
  leave(): void
}

/** One who follows and says nothing more. A refused one goes. */
function openIdle({server}: ServerPlace, key: string): Promise<Idle> {
  let text = ''
  let hear: () => void = () => {}
  const told = new Promise<void>((resolve) => {
    hear = resolve
  })
  const socket = connect({port: server.port, host: '127.0.0.1'}, () =>
    socket.write(requestText('GET /api/v1/events', ['Host: localhost', `Authorization: Bearer ${key}`])),
  )
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      const status = statusIn(text)
      if (status !== '200') socket.destroy()
      resolve({status, told, leave: () => socket.destroy()})
      if (text.includes('event: decision')) hear()
    })
  })
}

/** Follows, reads the beginning, and then nothing more. */
function deafFollower(place: ServerPlace, key: string) {
  let received = ''
  let isDeaf = false
  const socket = connect({port: place.server.port, host: '127.0.0.1'}, () =>
    socket.write(`GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key}\r\n\r\n`),
  )
  socket.on('error', () => {})
  return new Promise<{socket: typeof socket; text: () => string}>((resolve) => {
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1')
      if (isDeaf || !received.includes('event: open')) return
      isDeaf = true
      socket.pause()
      resolve({socket, text: () => received})
    })
  })
}
