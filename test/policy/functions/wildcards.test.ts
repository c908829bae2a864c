import fc from 'fast-check'
import {expect, test} from 'vitest'
import {segmentMatcher, segmentMeeting} from '../../../src/policy/functions/wildcards.js'
import {runs} from '../../helpers/runs.js'

const letters = ['a', 'b', '/']

const textsUpTo = (length: number): string[] =>
  length === 0
    ? ['']
    : ['', ...textsUpTo(length - 1).flatMap((text) => letters.map((letter) => letter + text))]

const texts = textsUpTo(6)

test('two patterns meet where a text fits both', () => {
  const pattern = fc
    .array(fc.constantFrom('a', 'b', '/', '?', '*', '**', '/**', '**/'), {maxLength: 3})
    .map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(pattern, pattern, (left, right) => {
      const [fitsLeft, fitsRight] = [segmentMatcher(left), segmentMatcher(right)]
      const common = texts.find((text) => fitsLeft(text) && fitsRight(text))
      expect({left, right, meet: segmentMeeting(left)(right)}).toEqual({
        left,
        right,
        meet: common !== undefined,
      })
    }),
    runs(500),
  )
})

test('of patterns too long to compare it says that they may meet', () => {
  expect(segmentMeeting(`a${'*b'.repeat(500)}`)(`c${'*d'.repeat(500)}`)).toBe(true)
})
