import {expect, test} from 'vitest'
import {shortOf} from '../../src/runtime/test-policies.js'

const coverage = (seen: number, total: number) => ({
  policy: `${seen} of ${total}`,
  rules: {seen, total},
  comparisons: {seen: 0, total: 0},
  missed: [],
})

test.each([
  [90, ['899 of 1000', '0 of 0']],
  [89, ['0 of 0']],
  [0, []],
])('of %i percent fall short those that have less, and those that have nothing to cover', (least, short) => {
  const all = [coverage(90, 100), coverage(899, 1000), coverage(1, 1), coverage(0, 0)]
  expect(shortOf(least, {coverage: all}).map(({policy}) => policy)).toEqual(short)
})
