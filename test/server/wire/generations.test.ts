import {readFileSync} from 'node:fs'
import path from 'node:path'
import {expect, test} from 'vitest'
import {parse} from 'yaml'
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
