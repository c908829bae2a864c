import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {escapedWord} from '../../../src/ui/screens/prompt/menu.js'
import {splitText, valuesOf} from '../../../src/ui/typing/words.js'

const wordsIn = (text: string): string[][] => splitText(text).commands.map(valuesOf)

describe('a text is cut into words', () => {
  test.each<[string, string[][]]>([
    ['', []],
    ['  \n \t', []],
    ['test read_file', [['test', 'read_file']]],
    [`test a --args '{"b": 1}'`, [['test', 'a', '--args', '{"b": 1}']]],
    ['test a --args {"b": "c d"} --dry-run', [['test', 'a', '--args', '{"b": "c d"}', '--dry-run']]],
    ['test a --args={"b": [1, 2]}', [['test', 'a', '--args={"b": [1, 2]}']]],
    ['test a --args {"b":\n  "}"}\nlogs', [['test', 'a', '--args', '{"b":\n  "}"}'], ['logs']]],
    ['a {"b": "\\"}"}', [['a', '{"b": "\\"}"}']]],
    ['a b{c', [['a', 'b{c']]],
    ['a "b \\" c" \'d\\e\' f\\ g', [['a', 'b " c', 'd\\e', 'f g']]],
    [`a ''`, [['a', '']]],
    ['# all of it\na # the rest\nb#c', [['a'], ['b#c']]],
    ['a \\\n  b', [['a', 'b']]],
    ['a\\\nb', [['ab']]],
    ['a\r\nb', [['a'], ['b']]],
    ['a }', [['a', '}']]],
  ])('%j', (text, words) => {
    expect(wordsIn(text)).toEqual(words)
    expect(splitText(text).open).toBeNull()
  })
})

test.each([
  [`a 'b`, 'quote'],
  ['a "b', 'quote'],
  ['a "b\\', 'quote'],
  ['a {"b": [1}', 'bracket'],
  ['a {"b": "\\', 'bracket'],
  ['a [', 'bracket'],
  ['a \\', 'backslash'],
])('%j is not at its end', (text, open) => {
  expect(splitText(text).open).toBe(open)
})

test('a word knows where it stands, and each command on which line it begins', () => {
  const {commands} = splitText(`\na 'b c'\n\nd {"e":\n1}\nf`)
  expect(commands.map(({line}) => line)).toEqual([2, 4, 6])
  expect(commands[0]?.words[1]).toEqual({value: 'b c', start: 3, end: 8, places: [4, 5, 6]})
})

test('what is escaped is one word again', () => {
  fc.assert(
    fc.property(fc.string({unit: 'grapheme', minLength: 1}), (value) => {
      fc.pre(!/[\n\r]/.test(value))
      expect(wordsIn(`a ${escapedWord(value)} b`)).toEqual([['a', value, 'b']])
    }),
  )
})
