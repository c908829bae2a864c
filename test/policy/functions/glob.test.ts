import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {AmbiguousInput} from '../../../src/policy/functions/ambiguous.js'
import {checkPattern, prepareGlob, prepareToolGlob} from '../../../src/policy/functions/glob.js'
import {runs} from '../../helpers/runs.js'

/** The meaning of a pattern, with no thought for time. */
function naivelyMatches(text: string, pattern: string, start = true): boolean {
  if (pattern === '') return text === ''
  if (pattern === '/**') return text === '' || text.startsWith('/')
  if (start && pattern.startsWith('**/') && naivelyMatches(text, pattern.slice(3))) return true
  if (pattern.startsWith('**')) {
    return (
      naivelyMatches(text, pattern.slice(2), false) ||
      (text !== '' && naivelyMatches(text.slice(1), pattern, false))
    )
  }
  if (pattern.startsWith('*')) {
    if (naivelyMatches(text, pattern.slice(1), false)) return true
    return text !== '' && text[0] !== '/' && naivelyMatches(text.slice(1), pattern, false)
  }
  const fits = pattern[0] === '?' ? text !== '' && text[0] !== '/' : text[0] === pattern[0]
  return fits && naivelyMatches(text.slice(1), pattern.slice(1), pattern[0] === '/')
}

const pathText = fc
  .array(fc.constantFrom('a', 'b', 'ab', 'ba'), {minLength: 1, maxLength: 4})
  .map((parts) => parts.join('/'))
const pathPattern = fc
  .array(fc.constantFrom('a', 'b', '*', '**', '?', 'a*', '*b', '**b'), {minLength: 1, maxLength: 4})
  .map((parts) => parts.join('/'))
const strange = fc.oneof(
  fc.string({unit: 'binary'}),
  fc.string({unit: fc.constantFrom('.', '/', '\\', '%', '2', 'e', '~', ':', '*', '?', '\0', 'a', '．')}),
)

function answerOrAmbiguous(ask: () => boolean): boolean | 'ambiguous' {
  try {
    return ask()
  } catch (error) {
    if (error instanceof AmbiguousInput) return 'ambiguous'
    throw error
  }
}

describe('glob', () => {
  test('agrees with a naive matcher', () => {
    fc.assert(
      fc.property(pathText, pathPattern, (text, pattern) => {
        expect(prepareGlob([`/${pattern}`])(`/${text}`)).toBe(naivelyMatches(`/${text}`, `/${pattern}`))
      }),
      runs(3000),
    )
  })

  test('throws nothing but that a text is ambiguous', () => {
    fc.assert(
      fc.property(strange, strange, (text, pattern) => {
        expect([true, false, 'ambiguous']).toContain(answerOrAmbiguous(() => prepareGlob([pattern])(text)))
      }),
      runs(2000),
    )
  })

  test('does not try again what it has tried', () => {
    const pattern = `${'a*'.repeat(30)}b`
    expect(prepareGlob([pattern])('a'.repeat(20_000))).toBe(false)
    expect(prepareGlob([`/${'**/a*'.repeat(30)}/b`])(`/${'a'.repeat(20_000)}`)).toBe(false)
    expect(prepareToolGlob([pattern])('a'.repeat(20_000))).toBe(false)
  })

  test('is true for one pattern even where another is ambiguous', () => {
    expect(prepareGlob(['/ETC/**', '/etc/**'])('/etc/passwd')).toBe(true)
  })
})

describe('a pattern in a policy', () => {
  test.each([
    ['/etc/**', undefined],
    ['*', undefined],
    ['../x/*', undefined],
    ['', 'the pattern is empty'],
    ['/a/*/../b', 'a ".." after a wildcard takes back an unknown name'],
    ['$HOME/**', 'the pattern does not say where it starts'],
    ['https://*.good.com:8*/**', undefined],
    ['*://**', undefined],
    [
      'https://**.good.com/',
      '"**" in a host would reach into the path; "*" covers subdomains at every depth',
    ],
    ['https://*@good.com/', 'a pattern of URLs names no user; it is left out of the URL too'],
    ['https://good.com?q=*/', 'the host holds what no host name has'],
    ['https://go%6fd.com/', 'the host of the URL is percent-encoded, which only some clients decode'],
  ])('%j: %s', (given, problem) => {
    expect(checkPattern(given)).toBe(problem)
  })
})
