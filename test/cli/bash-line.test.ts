import * as fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {parseBashLine} from '../../src/cli/bash-line.js'

const line = (words: string[], more: object = {}): object => ({
  words,
  isRedirected: false,
  isQuoted: false,
  ...more,
})

describe('a line for bash', () => {
  test.each<[string, object]>([
    ['tame', line(['tame'])],
    ['tame ', line(['tame', ''])],
    ['  tame   con', line(['tame', 'con'])],
    ['tame --config=fi', line(['tame', '--config=fi'])],
    ['tame sqlite:a@b', line(['tame', 'sqlite:a@b'])],
    ['tame my\\ fi', line(['tame', 'my fi'])],
    ['tame "my fi', line(['tame', 'my fi'], {isQuoted: true})],
    ["tame 'my fi", line(['tame', 'my fi'], {isQuoted: true})],
    ['tame "a \\" b" \'c d\' ', line(['tame', 'a " b', 'c d', ''])],
    ['tame a"b c"d', line(['tame', 'ab cd'])],
    ['tame --x="it\'s', line(['tame', "--x=it's"], {isQuoted: true})],
    ["tame 'a\"b'", line(['tame', 'a"b'])],
    ['tame "', line(['tame', ''], {isQuoted: true})],
    ['tame a\\', line(['tame', 'a'])],
    ['tame "a\\', line(['tame', 'a'], {isQuoted: true})],
    ['tame été', line(['tame', 'été'])],
    ['tame a > b', line(['tame', 'a'], {isRedirected: true})],
    ['tame a >', line(['tame', 'a'], {isRedirected: true})],
    ['tame a 2>', line(['tame', 'a'], {isRedirected: true})],
    ['tame a > b c', line(['tame', 'a', 'c'])],
    ['tame a 2>&1 c', line(['tame', 'a', 'c'])],
    ['tame <in a>out c', line(['tame', 'a', 'c'])],
    ['tame a "> b', line(['tame', 'a', '> b'], {isQuoted: true})],
    ['tame $(rm x) `y`', line(['tame', '$(rm', 'x)', '`y`'])],
  ])('%j is read as bash would', (text, expected) => {
    expect(parseBashLine(text)).toEqual(expected)
  })

  test('gives back whatever words were quoted for it', () => {
    const word = fc.tuple(fc.string({unit: 'grapheme'}), fc.constantFrom(...quotings))
    fc.assert(
      fc.property(fc.array(word, {minLength: 1}), (all) => {
        const typed = all.map(([text, quote]) => quote(text)).join(' ')
        expect(parseBashLine(typed)).toEqual(line(all.map(([text]) => text)))
      }),
    )
  })

  test('can be any text', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary'}), (text) => {
        expect(parseBashLine(text).words.length).toBeGreaterThan(0)
      }),
    )
  })
})

type Quote = (text: string) => string

const quotings: Quote[] = [
  (text) => `'${text.replaceAll("'", "'\\''")}'`,
  (text) => `"${text.replaceAll(/["\\$`]/g, '\\$&')}"`,
  (text) => `''${text.replaceAll(/\W/gu, (sign) => (sign === '\n' ? "'\n'" : `\\${sign}`))}`,
]
