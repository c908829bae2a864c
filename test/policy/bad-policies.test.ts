import {readFileSync} from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {parse} from 'yaml'
import {readPolicy} from '../../src/policy/read-policy.js'
import {problemText} from '../../src/source/problem.js'
import {runs} from '../helpers/runs.js'

interface BadPolicy {
  about: string
  policy: string
  says: string
}

const file = path.join(import.meta.dirname, '../cases/bad-policies.yaml')
const badPolicies: BadPolicy[] = parse(readFileSync(file, 'utf8'))

function told(text: string): string {
  const {policy, problems} = readPolicy('policy.yaml', text)
  expect(policy).toBeUndefined()
  return problems.map((problem) => `${problemText(problem)}\n`).join('')
}

describe('a policy is refused whole, with everything that is wrong with it', () => {
  test.each(badPolicies)('$about', ({policy, says}) => {
    expect(told(policy)).toBe(says)
  })

  const rules = (count: number): string =>
    Array.from({length: count}, (_, at) => `  - {name: r${at}, action: deny}\n`).join('')

  test('more rules than any file needs', () => {
    expect(told(`version: "1"\nrules:\n${rules(10_001)}`)).toBe(
      [
        'policy.yaml:3:3: "rules" must have at most 10,000 rules',
        '  3 │   - {name: r0, action: deny}',
        '    │   ^^^^^^^^^^^^^^^^^^^^^^^^^^',
        '',
      ].join('\n'),
    )
  })

  test('more changes to the arguments than a rule can compare with each other', () => {
    const steps = '    - {arg: a, replace: b, by: c}\n'.repeat(101)
    expect(told(`version: "1"\nrules:\n- name: a\n  action: sanitize\n  sanitize:\n${steps}`)).toBe(
      [
        'policy.yaml:6:5: "sanitize" must have at most 100 changes',
        '  6 │     - {arg: a, replace: b, by: c}',
        '    │     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
        '',
      ].join('\n'),
    )
  })

  test('with the first hundred of more problems than anybody reads, and how many are left', () => {
    const bad = (count: number): string =>
      told(`version: "1"\nrules:\n${'  - {name: "", action: deny}\n'.repeat(count)}`)
    expect(bad(100)).not.toContain('more problem')
    expect(bad(101)).toMatch(/\npolicy.yaml:103:12: There is one more problem\n$/)
    expect(bad(1000).split('must be 1 to 200')).toHaveLength(101)
    expect(bad(1000)).toMatch(/\npolicy.yaml:103:12: There are 900 more problems\n$/)
  })

  test('as many rules as are allowed are read', () => {
    expect(readPolicy('policy.yaml', `version: "1"\nrules:\n${rules(10_000)}`).policy?.rules).toHaveLength(
      10_000,
    )
  })

  const largeComment = `# ${'x'.repeat(2 ** 21)}\n`

  test.each<[string, string, string]>([
    [
      'a file of 2 MiB',
      largeComment,
      `policy.yaml:1:1: The file is larger than 1 MiB
  1 │ ${largeComment.slice(0, 100)}
    │ ^
  Split it, or check that it is the file you meant.
`,
    ],
    [
      'bytes',
      '\u007fELF\u0000\u0001',
      `policy.yaml:1:1: The file is not text
  1 │ �ELF��
    │ ^
  Check that it is the file you meant.
`,
    ],
    [
      'anchors that explode',
      `a0: &a0 [x, x]\n${Array.from({length: 9}, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]\n`).join('')}`,
      `policy.yaml:2:10: Its aliases expand to more than they may
  2 │ a1: &a1 [*a0, *a0, *a0, *a0, *a0, *a0, *a0, *a0, *a0]
    │          ^^^
  Write the values out.
`,
    ],
  ])('%s', (_, text, says) => {
    expect(told(text)).toBe(says)
  })

  test('a condition of more than 64 KiB', () => {
    const {policy, problems} = readPolicy(
      'policy.yaml',
      `version: "1"\nrules:\n  - name: a\n    condition: ${'not '.repeat(20_000)}true\n    action: deny\n`,
    )
    expect([policy, problems.map(({code}) => code)]).toEqual([undefined, ['CONDITION_TOO_LONG']])
  })

  test('a condition nested more than 64 levels deep', () => {
    const {policy, problems} = readPolicy(
      'policy.yaml',
      `version: "1"\nrules:\n  - name: a\n    condition: ${'('.repeat(65)}true${')'.repeat(65)}\n    action: deny\n`,
    )
    expect([policy, problems.map(({code}) => code)]).toEqual([undefined, ['CONDITION_TOO_DEEP']])
  })
})

const good = `version: "1"
timezone: Europe/Berlin
rules:
  - name: a
    tools: [read_file, "net.*"]
    condition: |
      tool_name == "read_file" and tool_args.path.startswith("/tmp/")
    action: allow
  - {name: b, action: sanitize, sanitize: [{arg: x.y, replace: "a+", by: ""}]}
costs: {a: 1}
redact: ["*.ssn"]
`

describe('a value that is not JSON is refused', () => {
  const kind = 'that JSON does not know'
  test.each<[string, string]>([
    ['!!binary aGk=', `something ${kind}`],
    ['.nan', `a number ${kind}`],
    ['-.inf', `a number ${kind}`],
    ['!!set {a, b}', `a set ${kind}`],
    ['{a: [1, .inf]}', `a number ${kind}`],
  ])('%s', (value, says) => {
    const message = `No argument can be this: ${says}`
    expect(messagesOf(`action: sanitize, sanitize: [{arg: x, set: ${value}}]`)).toEqual([message])
    expect(messagesOf(`action: deny, conditions: {arg_contains: {x: ${value}}}`)).toEqual([message])
  })

  test('where it is', () => {
    expect(
      told('version: "1"\nrules:\n- {name: a, action: sanitize, sanitize: [{arg: x, set: {a: .nan}}]}\n'),
    ).toContain('policy.yaml:3:60:')
  })
})

function messagesOf(keys: string): string[] {
  return readPolicy('p.yaml', `version: "1"\nrules:\n- {name: a, ${keys}}\n`).problems.map(
    ({message}) => message,
  )
}

describe('in the older conditions', () => {
  const messages = (value: string): string[] =>
    messagesOf(`action: deny, conditions: {arg_contains: {x: ${value}}}`)

  test.each([
    '010',
    '0o10',
    '08',
    '1_000',
    '0b11',
    '-0x1F',
    '1e3',
    '1.5e3',
    '1_0.5',
    '190:20:30',
    '2026-11-20',
  ])('%s, which readers of YAML take for different things, is refused at any depth', (value) => {
    const message = `Readers of YAML disagree what ${value} is`
    expect([messages(value), messages(`[{k: ${value}}]`)]).toEqual([[message], [message]])
    expect(messages(`"${value}"`)).toEqual([])
  })

  test.each(['y', 'N', 'yes', 'Off'])('%s is refused at any depth', (word) => {
    const message = `Readers of YAML disagree whether ${word} is a text or a truth value`
    expect([messages(word), messages(`[{k: ${word}}]`)]).toEqual([[message], [message]])
    expect(messages(`'${word}'`)).toEqual([])
  })

  test.each([
    '0',
    '-5',
    '+5',
    '1.5',
    '.5',
    '1.5e+3',
    '0x1F',
    'true',
    'null',
    '~',
    'text',
    '9007199254740991',
  ])('%s, which all read alike, is not', (value) => {
    expect(messages(value)).toEqual([])
  })

  test('a number too large to be exact is refused', () => {
    expect(messages('9007199254740993')).toEqual(['9007199254740993 is too large to be exact'])
  })

  test.each<[string, string[]]>([
    ['{on: 1}', ['Readers of YAML disagree whether on is a text or a truth value']],
    ['{"on": 1, y: 2}', []],
    ['{1:30: 1}', ['Readers of YAML disagree what 1:30 is']],
  ])('a key is looked at like a value: %s', (map, expected) => {
    expect(messagesOf(`action: deny, conditions: {arg_contains: ${map}}`)).toEqual(expected)
    expect(messages(map)).toEqual(expected)
  })

  test('a value behind an alias is not taken on trust', () => {
    const policy = (value: string): string[] =>
      messagesOf(`action: deny, conditions: {arg_contains: {x: [&a ${value}, *a]}}`)
    expect([policy('5'), policy('"yes"'), policy('text')]).toEqual([
      ['How this number is written does not show behind an alias'],
      ['Readers of YAML disagree whether yes is a text or a truth value'],
      [],
    ])
  })
})

test('any damage ends in a whole policy or in problems, never in part of one or in an exception', () => {
  const damage = fc.tuple(
    fc.nat(good.length),
    fc.nat(12),
    fc.oneof(
      fc.string({unit: 'binary', maxLength: 6}),
      fc.constantFrom(': ', '\n', '  ', '- ', '"', "'", '|', '&a ', '*a', '{', '}', '[', '#', '\t', '!!int '),
    ),
  )
  fc.assert(
    fc.property(fc.array(damage, {minLength: 1, maxLength: 3}), (damages) => {
      const text = damages.reduce(
        (current, [at, length, instead]) => current.slice(0, at) + instead + current.slice(at + length),
        good,
      )
      const {policy, problems} = readPolicy('policy.yaml', text)
      expect(policy === undefined).toBe(problems.length > 0)
      if (policy) expect(policy.rules).toHaveLength((parse(text) as {rules: unknown[]}).rules.length)
      const places = problems.map(({line, column}) => line * 1e6 + column)
      expect(places).toEqual(places.toSorted((a, b) => a - b))
    }),
    runs(1000),
  )
})
