import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {prepareRegex} from '../../../src/policy/functions/regex.js'
import {createSanitizer} from '../../../src/policy/sanitize/sanitizer.js'
import {startCounting} from '../../../src/policy/values/budget.js'
import {EvaluationError} from '../../../src/policy/values/failure.js'
import {runs} from '../../helpers/runs.js'

describe('replace', () => {
  test.each([
    ['an expression that reads to the end for each match', 'a[^b]*c|a', 'a'.repeat(128 * 1024)],
    [
      'a block that is opened often and closed nowhere',
      '-----BEGIN[\\s\\S]*END-----|sk-[a-z]+',
      '-----BEGIN sk-a '.repeat(64 * 1024),
    ],
    ['a large expression', '(?:[a-z]{1,900}[0-9])z|a', 'a'.repeat(1024 * 1024)],
  ])('gives up %s, and passes nothing on', (_, replace, body) => {
    const sanitize = createSanitizer([{arg: 'body', replace, by: ''}])
    expect(() => sanitize({body})).toThrow(
      new EvaluationError('It takes too many steps for arguments of this size'),
    )
  })

  test('gives up what would grow beyond measure', () => {
    const sanitize = createSanitizer([{arg: 'body', replace: 'a', by: 'b'.repeat(400)}])
    expect(() => sanitize({body: 'a'.repeat(1024 * 1024)})).toThrow(
      new EvaluationError('It takes too many steps for arguments of this size'),
    )
  })

  test.each([
    ['keys', 'sk-[A-Za-z0-9]{20,}', `say sk-${'a'.repeat(30)} `, 'say [x] '],
    ['addresses', '[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}', 'hello foo@bar.com ', 'hello [x] '],
    ['passwords', '(?i)(password|secret)\\s*[:=]\\s*\\S+', 'my PassWord: foo is ', 'my [x] is '],
  ])('finds all the %s in a mebibyte', (_, replace, piece, expected) => {
    const times = Math.floor((1024 * 1024) / piece.length)
    const sanitize = createSanitizer([{arg: 'body', replace, by: '[x]'}])
    expect(sanitize({body: piece.repeat(times)})).toEqual({body: expected.repeat(times)})
  })

  test('agrees with JavaScript where both mean the same', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '(a|b)', '(?:ab)', '\\b', '^', '$')
    const piece = fc
      .tuple(atom, fc.constantFrom('', '*', '+', '?', '{1,3}', '*?'))
      .map(([start, count]) => (/[\^$]|\\b/.test(start) && !start.startsWith('[') ? start : start + count))
    const source = fc.array(piece, {minLength: 1, maxLength: 6}).map((pieces) => pieces.join(''))
    const text = fc.string({unit: fc.constantFrom('a', 'b', 'c', ' ', '😀'), maxLength: 12})
    const by = fc.constantFrom('', '$1', '\\0$$')
    fc.assert(
      fc.property(source, text, by, (pattern, given, instead) => {
        const prepared = prepareRegex(pattern)
        startCounting()
        expect('problem' in prepared ? prepared.problem : prepared.replaceAll(given, instead)).toBe(
          given.replaceAll(new RegExp(pattern, 'gu'), () => instead),
        )
      }),
      runs(3000),
    )
  })
})
