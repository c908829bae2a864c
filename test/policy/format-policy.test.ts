import fc from 'fast-check'
import {expect, test} from 'vitest'
import {decide} from '../../src/policy/decide.js'
import {formatPolicy} from '../../src/policy/format-policy.js'
import {runs} from '../helpers/runs.js'
import {policyOf} from './decide-case.js'

test('puts keys in order, and takes the comments above them along', () => {
  const untidy = `# Files of the research agent

rules:
    # first of all
    - action: "allow"   # let it
      # its name
      name: 'temp'

      condition: >
          tool_name == "read_file"   
          and tool_args.path.startswith("/tmp/")
    -   {  name: b,   action: deny, reason: "it's", "limit": {window: 1h, count: 5, per:  session}}


    - name: c
      condition: tool_name == "post" and
         tool_args.key
      action: 'sanitize'
      sanitize:
      - with: mask
        arg: key
      - replace: '\\d+'
        arg: 'say "x"'
        by: ''
# shown with each decision
version: '1.20'
`
  expect(formatPolicy(untidy)).toBe(`# Files of the research agent

# shown with each decision
version: "1.20"
rules:
  # first of all
  # its name
  - name: temp
    condition: |
      tool_name == "read_file"
      and tool_args.path.startswith("/tmp/")
    action: allow   # let it
  - {name: b, limit: {window: 1h, count: 5, per: session}, action: deny, reason: "it's"}

  - name: c
    condition: |
      tool_name == "post" and
      tool_args.key
    action: sanitize
    sanitize:
      - arg: key
        with: mask
      - arg: 'say "x"'
        replace: '\\d+'
        by: ""
`)
})

test.each([
  ['an anchor and its alias', 'rules:\n  - action: &a allow\n    name: *a\nversion: "1"\n'],
  ['no YAML', 'rules: [\n'],
  ['a condition that is wrong', 'version: "1"\nrules:\n  - name: a\n    condition: a b\n    action: deny\n'],
  [
    'words that YAML might take for something else',
    'version: "1"\nrules:\n  - name: "yes"\n    action: deny\n    reason: "null"\n',
  ],
  ['a text whose comment would be lost', '? "x"x # kept'],
  ['a text that would come to mean something else', '? # a: # b | \n  t\nversion: 1'],
  [
    'comments in columns',
    `version: "1.2"                      # shown with every decision
description: Two  kinds of gaps
default: deny     # by itself

rules:                              # first match wins
  - name: allow_temp_files          # unique
    tools: [read_file, "write_*"]   # globs
    condition: |   # why
      tool_name == "a" # one
      and tool_name == "b"
    action: allow

costs:      # in cents
  a: 1

redact: ["*.password", "headers.authorization"]  # all in quotes
`,
  ],
])('leaves %s as it is', (_, text) => {
  expect(formatPolicy(text)).toBe(text)
})

test('keeps comments in the column that they share, where there is room', () => {
  expect(
    formatPolicy(`version: '1'    # a
default: "deny" # b
rules:
  - action: "allow"   # c
    name:   "m"       # d
    tools: ["x", "z"] # e
  -   name: too_long_to_keep   # f
      action: deny             # g
`),
  ).toBe(`version: "1"    # a
default: deny   # b
rules:
  - name: m           # d
    tools: [x, z]     # e
    action: allow     # c
  - name: too_long_to_keep     # f
    action: deny               # g
`)
})

test('leaves no list half in quotes that was all in them', () => {
  expect(formatPolicy(`redact: ['*.password', 'a.b']\nrules: []\n`)).toBe(
    `rules: []\nredact: ["*.password", "a.b"]\n`,
  )
})

test.each([
  ['the line ends of Windows', (text: string) => text.replaceAll('\n', '\r\n')],
  ['the mark that some editors put first', (text: string) => `\ufeff${text}`],
])('keeps %s', (_, styled) => {
  const untidy = `rules: # all\n  - action: 'deny'  # no\n    name: a\n    condition: |\n      x\n      == 1\nversion: '1'\n`
  const tidy = `version: "1"\nrules: # all\n  - name: a\n    condition: |\n      x\n      == 1\n    action: deny  # no\n`
  expect(formatPolicy(styled(untidy))).toBe(styled(tidy))
  expect(formatPolicy(styled(tidy))).toBe(styled(tidy))
})

test.each([
  ['a comment', 'x == 1 # one', 'and y'],
  ['a text over two lines', 'x == "a', 'b"'],
])('does not break a folded condition in two where that would change its meaning: %s', (_, one, two) => {
  const text = `rules:
  - action: deny
    name: a
    condition: >
      tool_args.${one}
      ${two}
version: '1'
`
  expect(formatPolicy(text)).toBe(`version: "1"
rules:
  - name: a
    condition: >
      tool_args.${one} ${two}
    action: deny
`)
})

const oneOf = <Value>(...values: Value[]): fc.Arbitrary<Value> => fc.constantFrom(...values)

/** The ways in which people write the same rule. */
const keyLines = fc
  .record({
    name: fc.integer({min: 0, max: 999}),
    condition: oneOf(
      'condition: tool_args.n > 5',
      'condition: "tool_args.n > 5"',
      "condition: 'tool_args.n   >   5'",
      'condition: |\n      tool_args.n > 5   \n      and tool_name == "t" # why\n',
      'condition: >-\n      tool_args.n > 5 or\n\n      tool_name == "u"',
      'condition: tool_args.n > 5 and\n      tool_name != "u"',
      undefined,
    ),
    action: oneOf('action: deny', 'action: "deny"   # note', "action: 'approve' # note", 'action:   allow'),
    tools: oneOf(
      'tools: [t, "u"]',
      'tools:\n      - t\n      # other\n      - "u*"',
      'tools:\n    - "*"',
      'tools:  # other\n      - "t"   # other\n      - \'u\'   # note',
      undefined,
    ),
    reason: oneOf('reason: "a # b"', "reason: 'it''s'", 'reason: |\n      two\n\n\n      lines', undefined),
    agents: oneOf('agents: {tags: [x],   ids: [a]}', undefined),
  })
  .chain(({name, ...rest}) =>
    fc.tuple(
      fc.constant(name),
      fc.shuffledSubarray(
        Object.values(rest).filter((line): line is NonNullable<typeof line> => line !== undefined),
        {minLength: 0},
      ),
      fc.constant(rest.action),
    ),
  )
  .map(([name, lines, action]) => [
    ...(lines.includes(action) ? lines : [...lines, action]),
    `name: rule_${name}`,
  ])

const policyText = fc
  .tuple(
    fc.uniqueArray(keyLines, {maxLength: 4, selector: (lines) => lines.at(-1)}),
    fc.array(oneOf('', '# note', '    # deep', '  # middle'), {maxLength: 30}),
    fc.boolean(),
  )
  .map(([rules, gaps, isFirst]) => {
    let next = 0
    const gap = (): string[] => [gaps[next++]].flatMap((line) => (line === undefined ? [] : [line]))
    const body = rules.flatMap((lines) =>
      lines.flatMap((line, at) => [...gap(), at === 0 ? `  - ${line}` : `    ${line}`]),
    )
    const list = rules.length === 0 ? ['rules: []'] : ['rules:', ...body]
    const version = [...gap(), "version: '1'", ...gap()]
    return `${(isFirst ? [...version, ...list] : [...list, ...version]).join('\n')}\n`
  })

const commentsIn = (text: string): string[] => (text.match(/# (?:note|deep|middle|other|why)/g) ?? []).sort()

test('keeps comments and meaning, and does nothing the second time', () => {
  fc.assert(
    fc.property(policyText, fc.integer({min: 0, max: 9}), oneOf('t', 'u', 'v'), (text, n, tool) => {
      const formatted = formatPolicy(text)
      expect(formatPolicy(formatted)).toBe(formatted)
      expect(commentsIn(formatted)).toEqual(commentsIn(text))
      const [before, after] = [text, formatted].map((each) => {
        const verdict = decide(policyOf(each), {tool, args: {n}}, {agent: null}, 0)
        return {
          ...verdict,
          policyHash: '',
          conditionsEvaluated: verdict.conditionsEvaluated.map(({source, ...rest}) => rest),
        }
      })
      expect(after).toEqual(before)
    }),
    runs(300),
  )
})
