import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {stringify} from 'yaml'
import * as z from 'zod/mini'
import {readDocument} from '../../src/source/document.js'
import {problemText} from '../../src/source/problem.js'
import {checkShape} from '../../src/source/shape.js'
import {runs} from '../helpers/runs.js'

const schema = z.strictObject({
  name: z.optional(z.string()),
  size: z.optional(
    z.number({error: 'must be a number of bytes'}).check(z.positive({error: 'must be more than 0'})),
  ),
  mode: z.optional(z.union([z.enum(['open', 'shut']), z.boolean()])),
  rules: z.optional(z.array(z.strictObject({name: z.string(), tools: z.optional(z.array(z.string()))}))),
})

function complaints(text: string): string[] {
  const document = readDocument('a.yaml', text)
  const problems = document.problems.length > 0 ? document.problems : checkShape(document, schema)
  return problems.map((problem) => problemText(problem))
}

describe('a text that cannot be read', () => {
  test.each<[string, string, string[]]>([
    [
      'a tab as indentation',
      'name: x\nrules:\n\t- name: a\n',
      ['a.yaml:3:1: A tab is used for indentation', '  3 │  - name: a', '    │ ^', '  Indent with spaces.'],
    ],
    [
      'an older version of YAML, which would read it differently',
      '# old\n%YAML 1.1\n---\nsize: 010\n',
      [
        'a.yaml:2:1: This makes it YAML 1.1, in which words and numbers mean other things',
        '  2 │ %YAML 1.1',
        '    │ ^^^^^^^^^',
        '  Remove the line.',
      ],
    ],
    [
      'a key twice',
      'name: x\nname: y\n',
      ['a.yaml:2:1: This key is there twice', '  2 │ name: y', '    │ ^^^^', '  Keep one of them.'],
    ],
    [
      'a second document',
      'name: x\n---\nmode: shut\n',
      [
        'a.yaml:2:1: A second document begins here, and only one is read',
        '  2 │ ---',
        '    │ ^^^',
        '  Remove the line "---", or move what follows into a file of its own.',
      ],
    ],
    [
      'an unknown anchor',
      'name: *other\n',
      [
        'a.yaml:1:7: No anchor "&other" comes before this alias',
        '  1 │ name: *other',
        '    │       ^^^^^^',
        '  Write the value out, or, where no alias is meant, put it in quotes: "*other"',
      ],
    ],
    [
      'an alias of what it lies in',
      'rules: &all [*all]\n',
      [
        'a.yaml:1:14: This alias contains itself',
        '  1 │ rules: &all [*all]',
        '    │              ^^^^',
        '  Write the value out.',
      ],
    ],
    [
      'two colons',
      'name: a: b\n',
      [
        'a.yaml:1:7: A value may not hold a second ": "',
        '  1 │ name: a: b',
        '    │       ^',
        '  Put the value in quotes, or its key on a line of its own.',
      ],
    ],
    [
      'bytes',
      'a\u0000b',
      ['a.yaml:1:1: The file is not text', '  1 │ a�b', '    │ ^', '  Check that it is the file you meant.'],
    ],
  ])('says so of %s', (_, text, lines) => {
    expect(complaints(text)).toEqual([lines.join('\n')])
  })

  test('of more than a mebibyte is not parsed', () => {
    const [problem] = readDocument('a.yaml', `name: ${'é'.repeat(2 ** 19)}`).problems
    expect(problem).toMatchObject({code: 'FILE_TOO_LARGE', line: 1, column: 1})
  })

  test('with the same key a hundred thousand times is told from one that is too deep', () => {
    const {problems} = readDocument('a.yaml', 'a: 1\n'.repeat(150_000))
    expect([problems.length, problems[0]?.code, problems.at(-1)?.message]).toEqual([
      101,
      'DUPLICATE_KEY',
      'There are 149899 more problems',
    ])
  })

  test('with aliases that explode is not expanded', () => {
    const levels = Array.from(
      {length: 9},
      (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`,
    )
    const {problems} = readDocument('a.yaml', ['l0: &l0 [lol]', ...levels].join('\n'))
    expect(problems.map(({code}) => code)).toEqual(['YAML_ALIASES'])
  })
})

describe('a text of another shape', () => {
  test('has all its problems named at once, in the order of the file', () => {
    expect(complaints('nmae: x\nsize: big\nmode: ajar\nrules:\n  - tools: [a, 3]\n')).toEqual([
      'a.yaml:1:1: Unknown key "nmae"\n  1 │ nmae: x\n    │ ^^^^\n  Did you mean "name"?',
      'a.yaml:2:7: "size" must be a number of bytes, but is "big"\n  2 │ size: big\n    │       ^^^',
      'a.yaml:3:7: "mode" must be one of open, shut or true or false, but is "ajar"\n  3 │ mode: ajar\n    │       ^^^^',
      'a.yaml:5:5: "name" is missing; it must be a text\n  5 │   - tools: [a, 3]\n    │     ^^^^^^^^^^^^^',
      'a.yaml:5:16: An item of "tools" must be a text, but is 3\n  5 │   - tools: [a, 3]\n    │                ^\n  Put it in quotes: "3"',
    ])
  })

  test('that is a list at top level says so', () => {
    expect(complaints('- a\n')).toEqual([
      'a.yaml:1:1: The file must be a map of keys, but is a list\n  1 │ - a\n    │ ^^^',
    ])
  })

  test('names the known keys when none is near', () => {
    expect(complaints('zebra: 1\n')).toEqual([
      'a.yaml:1:1: Unknown key "zebra"\n  1 │ zebra: 1\n    │ ^^^^^\n  Known keys: name, size, mode, rules',
    ])
  })

  test('with control characters cannot move the cursor', () => {
    expect(complaints('name: 3 # \u001b[2J\u0007\u202e\n')).toEqual([
      'a.yaml:1:7: "name" must be a text, but is 3\n  1 │ name: 3 # �[2J��\n    │       ^\n  Put it in quotes: "3"',
    ])
  })

  test('keeps a prototype’s name a plain, unknown key', () => {
    expect(complaints('__proto__: {polluted: true}\n')).toHaveLength(1)
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })
})

test('a long line is shown around its caret', () => {
  const [shown] = complaints(`size: [${'1, '.repeat(50)}]\nname: ${'x'.repeat(10)}`)
  expect(shown?.split('\n').every((line) => line.length <= 110)).toBe(true)
})

describe('hostile texts end in a problem, not in an exception', () => {
  test.each<[string, string, string]>([
    ['brackets', '['.repeat(2 ** 19), 'YAML_DEPTH'],
    ['dashes', '- '.repeat(2 ** 18), 'YAML_DEPTH'],
    ['brackets that are closed', '['.repeat(3000) + ']'.repeat(3000), 'YAML_DEPTH'],
    ['brackets behind closed ones', '[[],'.repeat(2 ** 18), 'YAML_DEPTH'],
    ['braces', '{a: '.repeat(2 ** 18), 'YAML_DEPTH'],
    ['question marks', '? '.repeat(2 ** 18), 'YAML_DEPTH'],
    ['colons', ': '.repeat(2 ** 18), 'YAML_DEPTH'],
    ['ever more indented keys', indented(1000), 'YAML_DEPTH'],
    ['tags', '!'.repeat(2 ** 20), 'YAML_SYNTAX'],
    ['aliases', `a: &a x\nb: [${'*a, '.repeat(30_000)}]`, 'YAML_ALIASES'],
    ['keys that are numbers', '1: a\n"1": b\n', 'YAML_KEY'],
    ['keys that are maps', '? {a: b}\n: c\n', 'YAML_KEY'],
    ['a merge key twice', '<<: {a: b}\n<<: {a: b}\n', 'DUPLICATE_KEY'],
  ])('of %s', (_, text, code) => {
    const {problems} = readDocument('a.yaml', text)
    expect(problems.map((problem) => problem.code)).toContain(code)
    expect(problems.every((problem) => problemText(problem).length < 500)).toBe(true)
  })

  test('what is a hundred levels deep is read', () => {
    const value = JSON.parse(`${'{"a": ['.repeat(50)}7${']}'.repeat(50)}`)
    expect(readDocument('a.yaml', JSON.stringify(value))).toMatchObject({problems: [], value})
    expect(readDocument('a.yaml', indented(100)).problems).toEqual([])
  })

  test('what is deeper is pointed to', () => {
    const [problem] = readDocument('a.yaml', `a: 1\nb: ${'['.repeat(1000)}`).problems
    expect(problem).toMatchObject({code: 'YAML_DEPTH', line: 2, column: 131})
  })

  test('a hundred thousand unknown keys cost no search for each', () => {
    const text = Array.from({length: 100_000}, (_, i) => `k${i}:`).join('\n')
    expect(checkShape(readDocument('a.yaml', text), schema)).toHaveLength(100_000)
  })
})

const indented = (levels: number): string =>
  Array.from({length: levels}, (_, level) => `${' '.repeat(level)}a:\n`).join('')

describe('a place inside a text', () => {
  test.each<[string, string, string]>([
    ['plain', 'a: one two bad', '1:12 bad'],
    ['plain over lines', 'a: one\n  two\n  bad x\n', '3:3 bad'],
    ['in single quotes', "a: 'it''s a bad one'", '1:13 bad'],
    ['in double quotes', 'a: "tab\\t and \\u00e9 \\U0001F600 a bad one"', '1:35 bad'],
    ['in double quotes over lines', 'a: "one \\\n  two\n\n  bad"', '4:3 bad'],
    ['a literal block', 'a: | # note\n  one\n\n    two bad\n', '4:9 bad'],
    ['a folded block', 'a: >-\n  one\n  two\n\n  bad\n', '5:3 bad'],
  ])('%s is found in the file', (_, text, place) => {
    const document = readDocument('a.yaml', text)
    const said = (document.value as {a?: string}).a ?? ''
    const start = said.indexOf('bad')
    const {line, column, excerpt, length} = document.problemInText(['a'], start, start + 3, {
      code: 'X',
      message: 'x',
    })
    expect(`${line}:${column} ${excerpt.slice(column - 1, column - 1 + length)}`).toBe(place)
  })

  test('is the same character, however the text is written', () => {
    const styles = ['PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'] as const
    const said = fc
      .array(
        fc.constantFrom(
          'a',
          'bc',
          ' ',
          '  ',
          '\n',
          '\n\n',
          "'",
          '"',
          '\\',
          '#',
          ': ',
          '\t',
          'é',
          '😀',
          '\u0085',
          '\u001b',
          '\u00a0',
        ),
      )
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(said, fc.constantFrom(...styles), fc.nat(30), (text, style, width) => {
        const written = stringify({a: [text]}, {defaultStringType: style, lineWidth: 20 + width})
        const document = readDocument('a.yaml', written)
        // The library writes a few texts of nothing but white space in a way that it does not read itself.
        fc.pre(text.trim() !== '')
        const value = (document.value as {a: [string]}).a[0]
        for (const [at, character] of [...value].entries()) {
          const start = [...value].slice(0, at).join('').length
          if (!/^[a-z#]$/.test(character)) continue
          const {column, excerpt} = document.problemInText(['a', 0], start, start + 1, {
            code: 'X',
            message: 'x',
          })
          expect(excerpt[column - 1]).toBe(character)
        }
      }),
      runs(1000),
    )
  })

  test('at its end is after the last thing that prints', () => {
    const document = readDocument('a.yaml', 'a: |\n  one\n  two (\n\nb: x\n')
    expect(document.problemInText(['a'], 10, 10, {code: 'X', message: 'x'})).toMatchObject({
      line: 3,
      column: 8,
    })
  })
})
