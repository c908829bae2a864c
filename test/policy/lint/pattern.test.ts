import fc from 'fast-check'
import {expect, test} from 'vitest'
import {plainMatcher} from '../../../src/policy/functions/wildcards.js'
import {covers, exactly, meet, sampleOf, toolPattern} from '../../../src/policy/lint/logic/pattern.js'
import {runs} from '../../helpers/runs.js'

const glob = fc.array(fc.constantFrom('a', 'b', '*', '?'), {maxLength: 5}).map((parts) => parts.join(''))
const texts = fc.array(
  fc.array(fc.constantFrom('a', 'b', 'c'), {maxLength: 6}).map((letters) => letters.join('')),
  {minLength: 40, maxLength: 40},
)
const pattern = (text: string) => toolPattern(text) ?? []

test('a pattern that covers another fits all that the other fits', () => {
  fc.assert(
    fc.property(glob, glob, texts, (outer, inner, tried) => {
      if (!covers(pattern(outer), pattern(inner))) return
      for (const text of tried)
        expect({text, fits: plainMatcher(inner)(text) && !plainMatcher(outer)(text)}).toEqual({
          text,
          fits: false,
        })
    }),
    runs(1000),
  )
})

test('patterns that do not meet have no text in common', () => {
  fc.assert(
    fc.property(glob, glob, texts, (left, right, tried) => {
      if (meet(pattern(left), pattern(right))) return
      for (const text of tried)
        expect({text, fits: plainMatcher(left)(text) && plainMatcher(right)(text)}).toEqual({
          text,
          fits: false,
        })
    }),
    runs(1000),
  )
})

test('a sample is of its pattern', () => {
  fc.assert(
    fc.property(glob, (text) => {
      expect(plainMatcher(text)(sampleOf(pattern(text)))).toBe(true)
    }),
    runs(200),
  )
})

test.each([
  ['read_*', 'read_file', true],
  ['*', 'a*b?', true],
  ['read_*', 'read*', false],
  ['?', '*', false],
  ['a?', 'a*', false],
  ['*a*', '*ba?', true],
])('%s covers %s: %s', (outer, inner, is) => {
  expect(covers(pattern(outer), pattern(inner))).toBe(is)
})

test.each([
  ['read_*', '*_file', true],
  ['read_*', 'write_*', false],
  ['a*', '*b', true],
  ['a?', 'a', false],
  ['*', '', true],
])('%s meets %s: %s', (left, right, is) => {
  expect(meet(pattern(left), pattern(right))).toBe(is)
})

test.each([['a'.repeat(300)], ['half a pair \ud83d']])(
  'makes no pattern of what it could not compare',
  (text) => {
    expect(exactly(text)).toBeUndefined()
  },
)
