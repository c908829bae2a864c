import fc from 'fast-check'
import {expect, test} from 'vitest'
import {pauseBefore, retrying} from '../../../src/client/remote/retry.js'
import {runs} from '../../helpers/runs.js'

test('pauses double, half of them by chance, up to five seconds', () => {
  const pauses = (chance: number): number[] =>
    [0, 1, 2, 3, 4, 5, 6, 60].map((tried) => pauseBefore(tried, 0, {random: () => chance}))
  expect(pauses(0)).toEqual([50, 100, 200, 400, 800, 1600, 2500, 2500])
  expect(pauses(1)).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000])
})

test('nobody asks before the server wants to be asked, more often than is wanted, or after the time', async () => {
  const attempts = fc.array(fc.record({afterMs: fc.nat(3000), tookMs: fc.nat(500)}), {
    minLength: 1,
    maxLength: 12,
  })
  await fc.assert(
    fc.asyncProperty(attempts, fc.nat(8), fc.nat(20_000), async (failures, retries, deadlineMs) => {
      let nowMs = 0
      const askedAt: number[] = []
      const timing = {
        nowMs: () => nowMs,
        random: () => 0.5,
        pause: async (ms: number) => {
          nowMs += ms
        },
      }
      const asking = retrying(
        async () => {
          const {afterMs, tookMs} = failures[askedAt.length % failures.length] ?? {afterMs: 0, tookMs: 0}
          askedAt.push(nowMs)
          nowMs += tookMs
          return {error: new Error('no'), again: true, afterMs}
        },
        {retries, deadlineMs},
        timing,
      )
      await expect(asking).rejects.toThrow('no')
      expect(askedAt.length).toBeLessThanOrEqual(retries + 1)
      for (const [index, at] of askedAt.slice(1).entries()) {
        const {afterMs, tookMs} = failures[index % failures.length] ?? {afterMs: 0, tookMs: 0}
        expect(at - (askedAt[index] ?? 0)).toBeGreaterThan(afterMs + tookMs)
        expect(at).toBeLessThan(deadlineMs)
      }
    }),
    runs(200),
  )
})
