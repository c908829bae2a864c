import fc from 'fast-check'
import {expect, test} from 'vitest'
import {Chance} from '../../../src/runtime/demo/chance.js'
import {runs} from '../../helpers/runs.js'

test('keeps below the end, and is the same again for the same seed', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({min: 1, max: 1000}), (seed, end) => {
      const [one, other] = [new Chance(seed), new Chance(seed)]
      for (let time = 0; time < 20; time++) {
        const number = one.below(end)
        expect(number).toBe(other.below(end))
        expect(Number.isInteger(number) && number >= 0 && number < end).toBe(true)
      }
    }),
    runs(50),
  )
})

test('comes to every number, and to none much more often', () => {
  const chance = new Chance(1)
  const counts = new Array<number>(10).fill(0)
  for (let time = 0; time < 10_000; time++) {
    const number = chance.below(10)
    counts[number] = (counts[number] ?? 0) + 1
  }
  expect(Math.min(...counts)).toBeGreaterThan(850)
  expect(Math.max(...counts)).toBeLessThan(1150)
})

test('shuffled loses nothing', () => {
  fc.assert(
    fc.property(fc.integer(), fc.array(fc.integer()), (seed, items) => {
      expect(new Chance(seed).shuffled(items).sort()).toEqual([...items].sort())
    }),
    runs(50),
  )
})
