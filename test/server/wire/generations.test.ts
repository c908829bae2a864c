import {readFileSync} from 'node:fs'
import path from 'node:path'
import {expect, test} from 'vitest'
import {parse} from 'yaml'
import {time} from '../../../src/api/fields.js'
import {read} from '../../../src/api/reading.js'
import {openServerPlace, type ServerPlace} from '../../helpers/server-place.js'

interface Recorded {
  user_agent: string
  requests: {
    ask: string
    body?: unknown
    key?: 'admin'
    status: number
    answer: unknown
    keep?: string[]
  }[]
}

const fixture = (name: string): string =>
  readFileSync(path.join(import.meta.dirname, '../../fixtures/wire', `${name}.yaml`), 'utf8')

test.each(['gen0', 'gen1', 'gen2', 'gen3'])('answers what %s asks as it knows it', async (generation) => {
  const {user_agent, requests} = parse(fixture(generation)) as Recorded
  const place = await openServerPlace(fixture('policy'))
  const admin = await place.key('admin')
  const kept = new Map<string, string>()
  for (const {ask, body, key, status, answer, keep = []} of requests) {
    const answered = await place.ask(filled(ask, kept), {
      ...(body !== undefined && {body: filled(JSON.stringify(body), kept)}),
      ...(key !== undefined && {key: admin}),
      headers: {'user-agent': user_agent},
    })
    expect({ask, status: answered.status, answer: answered.json}).toEqual({
      ask,
      status,
      answer: meant(answer),
    })
    for (const name of keep) kept.set(name, (answered.json as Record<string, string>)[name] ?? '')
  }
})

test('counts an event once, whoever tells of it again', async () => {
  const place = await openServerPlace(fixture('policy'))
  const event = {tool_name: 't', tool_args: {}, event_id: 'e'}
  const ask = async (body: object) => {
    const {status, json} = await place.ask('POST /api/v1/enforce', {body})
    return {status, json}
  }
  const first = await ask(event)
  expect(first).toMatchObject({status: 200, json: {session_id: meant('<uuid>')}})
  expect(await ask(event)).toEqual(first)
  expect((await ask({...event, event_id: 'other'})).json).not.toMatchObject(first.json as object)
  expect((await ask({...event, tool_name: 'u'})).status).toBe(409)
  expect((await place.ask('GET /api/v1/sessions')).json).toMatchObject({total_count: 2})
})

test('keeps the whole of a result that is named like something else', async () => {
  const place = await openServerPlace(fixture('policy'))
  const {json} = await place.ask('POST /api/v1/enforce', {body: {tool_name: 't', tool_args: {}}})
  const {log_id, session_id} = json as {log_id: string; session_id: string}
  const body = {status: 200, error: {code: 7}, error_message: null, duration_ms: -1, execution_time_ms: 3}
  await place.ask(`POST /api/v1/enforce/${session_id}/result?log_id=${log_id}`, {body})
  expect((await place.tame.logs.get(log_id)).outcome).toEqual({
    status: 'success',
    result: {status: 200, error: {code: 7}, duration_ms: -1},
    error: null,
    durationMs: 3,
    cost: null,
  })
})

test.each([
  ['2026-01-02', 200],
  ['2026-01-02T03:04', 200],
  ['2026-01-02T03:04:05.123456', 200],
  ['2026-01-02T03:04:05%2B02:00', 200],
  ['foo 1', 422],
  ['1', 422],
  ['2026-13-02', 422],
  ['Jan 2 2026', 422],
])('reads the time %j with status %i', async (text, status) => {
  const place = await openServerPlace(fixture('policy'))
  const key = await place.key('approver')
  expect((await place.ask(`GET /api/v1/sessions/export?start_date=${text}`, {key})).status).toBe(status)
})

test('takes a time without an offset for UTC, wherever it runs', () => {
  expect(read(time, '2026-01-02T03:04:05', 'query')).toEqual({value: Date.UTC(2026, 0, 2, 3, 4, 5)})
})

test('does not redirect on a slash at the end, which its clients would not follow', async () => {
  const place: ServerPlace = await openServerPlace(fixture('policy'))
  expect((await place.ask('GET /api/v1/sessions/')).json).toMatchObject({total_count: 0})
})

test('says in one header how long to wait, in whole seconds', async () => {
  const place = await openServerPlace(fixture('policy'), {rate: {perSecond: 0.5, burst: 1}})
  await place.ask('GET /api/v1/sessions')
  const {status, headers, json} = await place.ask('GET /api/v1/sessions')
  expect([status, headers.get('retry-after'), json]).toEqual([
    429,
    '2',
    {detail: 'Asked too often: try again in 2 s'},
  ])
  place.clock.nowMs += 2000
  expect((await place.ask('GET /api/v1/sessions')).status).toBe(200)
})

/** `{name}` of what an answer before it gave. A call's own braces hold more than a name. */
const filled = (text: string, kept: ReadonlyMap<string, string>): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => kept.get(name) ?? whole)

const patterns: Readonly<Record<string, unknown>> = {
  '<uuid>': expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
  '<time>': expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/),
  '<hash>': expect.stringMatching(/^[\da-f]{64}$/),
  '<text>': expect.stringMatching(/./),
  '<count>': expect.any(Number),
}

function meant(answer: unknown): unknown {
  if (typeof answer === 'string') return patterns[answer] ?? answer
  if (Array.isArray(answer)) return answer.map(meant)
  if (typeof answer !== 'object' || answer === null) return answer
  return Object.fromEntries(Object.entries(answer).map(([key, value]) => [key, meant(value)]))
}
