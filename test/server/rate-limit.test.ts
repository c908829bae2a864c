import {once} from 'node:events'
import {type IncomingMessage, request} from 'node:http'
import {expect, test} from 'vitest'
import type {PolicyCheck} from '../../src/model/policy-version.js'
import type {Asked, Desk} from '../../src/server/desk.js'
import {policy} from '../../src/server/handlers/policy.js'
import {RateLimit} from '../../src/server/rate-limit.js'
import {openServerPlace} from '../helpers/server-place.js'

test('each caller has so many at once, and so many more with time', () => {
  const limit = new RateLimit({perSecond: 2, burst: 3})
  const ask = (caller: string | null, nowMs: number) => limit.refusedFor(caller, nowMs)
  expect([ask('a', 0), ask('a', 0), ask('a', 0), ask('a', 0)]).toEqual([undefined, undefined, undefined, 1])
  expect(ask('b', 0)).toBeUndefined()
  expect(ask(null, 0)).toBeUndefined()
  expect([ask('a', 499), ask('a', 500), ask('a', 501)]).toEqual([1, undefined, 1])
  expect([ask('a', 60_000), ask('a', 60_000), ask('a', 60_000), ask('a', 60_000)]).toEqual([
    undefined,
    undefined,
    undefined,
    1,
  ])
})

test('a clock that is put back gives nothing and takes nothing', () => {
  const limit = new RateLimit({perSecond: 1, burst: 2})
  expect([1000, 0, 0].map((nowMs) => limit.refusedFor('a', nowMs))).toEqual([undefined, undefined, 1])
})

test('what takes as long as many questions may take more than there is, and then nothing until that is paid off', () => {
  const limit = new RateLimit({perSecond: 2, burst: 3})
  const charge = (seconds: number, nowMs: number) => limit.chargeRefusedFor('a', seconds, nowMs)
  expect([charge(1, 0), charge(4, 0), charge(1, 0), charge(1, 3499)]).toEqual([undefined, undefined, 4, 1])
  expect([limit.refusedFor('a', 3500), charge(1, 3500), charge(1, 3500)]).toEqual([1, undefined, 1])
  expect(limit.refusedFor('b', 0)).toBeUndefined()
})

test('an agent can’t have others wait for policies that it has read', async () => {
  const place = await openServerPlace('version: "1"\nrules: []\n')
  const [agent, other, approver] = [
    await place.key('agent'),
    await place.key('agent'),
    await place.key('approver'),
  ]
  const validate = async (key: string, bytes: number): Promise<number> => {
    const text = 'version: "1"\nrules: []\n#'.padEnd(bytes, '.')
    const body = {policy_content: text}
    return (await place.ask('POST /api/v1/policy/validate', {key, body})).status
  }
  const status = async (key: string): Promise<number> => (await place.ask('GET /api/v1/status', {key})).status
  expect(await validate(agent, 64 * 1024 + 1)).toBe(413)
  expect([await validate(agent, 64 * 1024), await validate(agent, 10)]).toEqual([200, 429])
  // What it may ask besides is not less for it: neither by this key, nor by those of others.
  expect([await status(agent), await status(other), await validate(other, 10)]).toEqual([200, 200, 200])
  place.clock.nowMs += 1999
  expect(await validate(agent, 10)).toBe(429)
  place.clock.nowMs += 3
  expect(await validate(agent, 10)).toBe(200)
  expect([await validate(approver, 100 * 1024), await validate(approver, 100 * 1024)]).toEqual([200, 200])
})

test('an agent that was let in often before the first of its policies came has one of them read', async () => {
  const place = await openServerPlace('version: "1"\nrules: []\n')
  const key = await place.key('agent')
  const body = JSON.stringify({policy_content: 'version: "1"\nrules: []\n#'.padEnd(64 * 1024, '.')})
  const url = `${place.server.url}/api/v1/policy/validate`
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'content-length': body.length,
    expect: '100-continue',
  }
  const asked = Array.from({length: 8}, () => request(url, {method: 'POST', headers}))
  // Each is told to go on in the moment in which it is let in.
  for (const each of asked) each.flushHeaders()
  await Promise.all(asked.map((each) => once(each, 'continue')))
  const answers = asked.map((each) => once(each, 'response') as Promise<[IncomingMessage]>)
  for (const each of asked) each.end(body)
  const statuses = (await Promise.all(answers)).map(([answer]) => answer.resume().statusCode)
  expect(statuses.sort()).toEqual([200, ...Array(7).fill(429)])
})

test('an agent pays for how long a policy took, and not for its length alone', async () => {
  let nowMs = 0
  const check = async (): Promise<PolicyCheck> => {
    nowMs += 10_000
    return {errors: [], rulesCount: 0, version: null}
  }
  const checks = new RateLimit({perSecond: 1, burst: 2})
  const desk = {tame: {policy: {check}}, checks, now: () => nowMs} as unknown as Desk
  const caller = {keyId: 'key', name: 'key', role: 'agent'}
  const asked = {body: {policy_content: ''}, caller} as unknown as Asked<'validatePolicy'>
  await policy.validatePolicy(asked, desk)
  // Forty seconds, less the ten in which it was read, and the two that it had saved up.
  expect([nowMs, 37_999, 38_001].map((atMs) => checks.chargeRefusedFor('key', 0, atMs))).toEqual([
    28,
    1,
    undefined,
  ])
})
