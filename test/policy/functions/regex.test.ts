import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {prepareRegex} from '../../../src/policy/functions/regex.js'
import {runs} from '../../helpers/runs.js'

/** What a pattern answers, or what is wrong with it. */
function search(source: string, text: string): boolean | string {
  const prepared = prepareRegex(source)
  return 'problem' in prepared ? prepared.problem : prepared.test(text)
}

describe('matches', () => {
  test('agrees with JavaScript where both mean the same', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '(a|b)', '(?:ab)', '\\w', '\\b', '^', '$')
    const piece = fc
      .tuple(atom, fc.constantFrom('', '*', '+', '?', '{1,3}', '*?'))
      .map(([start, count]) => (/[\^$]|\\b/.test(start) && !start.startsWith('[') ? start : start + count))
    const source = fc.array(piece, {minLength: 1, maxLength: 6}).map((pieces) => pieces.join(''))
    const text = fc.string({unit: fc.constantFrom('a', 'b', 'c', ' ', '😀'), maxLength: 12})
    fc.assert(
      fc.property(source, text, (pattern, given) => {
        expect(search(pattern, given)).toBe(new RegExp(pattern, 'u').test(given))
      }),
      runs(3000),
    )
  })

  test('compiles equal patterns once, as long as there are not too many', () => {
    const first = prepareRegex('shared+')
    expect(prepareRegex('shared+')).toBe(first)
    for (let at = 0; at < 60; at++) prepareRegex(`${'x{1000}'.repeat(10)}${at}`)
    expect(prepareRegex('shared+')).not.toBe(first)
  })

  test('throws nothing, whatever the source', () => {
    const source = fc.string({
      unit: fc.oneof(fc.constantFrom(...'()[]{}?*+|\\^$.:=!<>Pabc1,-'), fc.string({maxLength: 1})),
    })
    fc.assert(
      fc.property(source, fc.string({unit: 'binary'}), (pattern, text) => {
        expect(['boolean', 'string']).toContain(typeof search(pattern, text))
      }),
      runs(3000),
    )
  })

  test.each([
    ['(a|a)*b$', `b${'a'.repeat(100_000)}`],
    ['(x+x+)+y$', `y${'x'.repeat(100_000)}`],
    ['(a?){500}b$', `b${'a'.repeat(100_000)}`],
  ])('does not go back in %s', (source, text) => {
    expect(search(source, text)).toBe(false)
  })

  test.each([
    ['(a', 'missing closing )'],
    ['x(y))', 'unexpected )'],
    ['ab[c', 'missing closing ]: [c (character 3)'],
    ['a{2,1}', 'invalid repeat count: {2,1} (character 2)'],
    ['\\p{Foo}x', 'invalid character class range: \\p{Foo} (character 1)'],
    ['a\\', 'trailing backslash at end of expression'],
    ['(a)\\1', 'a backreference such as \\1 is not in RE2, because it would take more than linear time'],
    [
      '(?P<q>a)(?P=q)',
      'a backreference such as \\1 is not in RE2, because it would take more than linear time',
    ],
    [
      'x(?=a)',
      'a look-around such as (?=…) is not in RE2, because it would take more than linear time; use a second matches(…)',
    ],
    [
      '(?!a)x',
      'a look-around such as (?!…) is not in RE2, because it would take more than linear time; use: and not matches(…)',
    ],
    [
      '(?<!a)x',
      'a look-around such as (?!…) is not in RE2, because it would take more than linear time; use: and not matches(…)',
    ],
    ['a++', 'atomic and possessive groups are not in RE2, which never goes back and needs none'],
    ['(?>a)', 'atomic and possessive groups are not in RE2, which never goes back and needs none'],
    ['a\\Z', 'the end of the text is \\z in RE2'],
    ['\\u0041', 'a character by its number is \\x{41} in RE2'],
    ['(?#x)a', 'comments such as (?#…) are not in RE2'],
    ['(x{1000}){1}'.repeat(30), 'the expression is too large'],
    ['('.repeat(2000) + ')'.repeat(2000), 'expression nests too deeply'],
  ])('refuses %j', (source, problem) => {
    expect(search(source, '')).toBe(problem)
  })
})
