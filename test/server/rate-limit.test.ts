import {expect, test} from 'vitest'
import {RateLimit} from '../../src/server/rate-limit.js'

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
