import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {checkSuite, readSuite} from '../../../src/policy/suite/read-suite.js'
import {suiteSchema} from '../../../src/policy/suite/schema.js'
import {problemText} from '../../../src/source/problem.js'
import {policyOf} from '../decide-case.js'

const problemsOf = (text: string, file = 'policy.test.yaml'): string =>
  readSuite(file, text)
    .problems.map((problem) => `${problem.code} ${problemText(problem)}`)
    .join('\n')

describe('a suite that is not understood is not run, and says', () => {
  test.each([
    [
      'that it is empty',
      '',
      `EMPTY_FILE policy.test.yaml:1:1: The file is empty
  A suite begins with: policy: policy.yaml`,
    ],
    [
      'that it is a list',
      '- name: x',
      `INVALID_VALUE policy.test.yaml:1:1: The file must be a map of keys, but is a list
  1 │ - name: x
    │ ^^^^^^^^^
  A suite begins with: policy: policy.yaml`,
    ],
    [
      'that it is no YAML',
      'cases: [',
      `YAML_SYNTAX policy.test.yaml:1:8: No "]" closes this "["
  1 │ cases: [
    │        ^
  Add "]"; the lines up to it must be indented more than the key.`,
    ],
    [
      'that there are no cases',
      'cases: []',
      `INVALID_VALUE policy.test.yaml:1:8: "cases" must hold at least one case
  1 │ cases: []
    │        ^^
  Write for example: cases: [{name: nothing may delete, call: {tool: delete_file, args: {path: /tmp/a.txt}}, expect: deny}]`,
    ],
    [
      'which keys nobody knows, and what is meant',
      `tests: []
nwo: 2026-11-20T10:00:00Z
cases:
  - {name: a, tool: t, args: {}, expected: deny}
  - {name: b, call: {tool: t, arguments: {}}, expect: {effect: deny, rule_name: r}}
  - {name: c, call: {tool: t, agent: {tier: x}, session: {cost: 1}}, expect: deny}`,
      `UNKNOWN_KEY policy.test.yaml:1:1: Unknown key "tests"
  1 │ tests: []
    │ ^^^^^
  Did you mean "cases"?
UNKNOWN_KEY policy.test.yaml:2:1: Unknown key "nwo"
  2 │ nwo: 2026-11-20T10:00:00Z
    │ ^^^
  Did you mean "now"?
UNKNOWN_KEY policy.test.yaml:4:15: Unknown key "tool"
  4 │   - {name: a, tool: t, args: {}, expected: deny}
    │               ^^^^
  Did you mean "tools"?
UNKNOWN_KEY policy.test.yaml:4:24: Unknown key "args"
  4 │   - {name: a, tool: t, args: {}, expected: deny}
    │                        ^^^^
  Did you mean "each"?
UNKNOWN_KEY policy.test.yaml:4:34: Unknown key "expected"
  4 │   - {name: a, tool: t, args: {}, expected: deny}
    │                                  ^^^^^^^^
  Did you mean "expect"?
UNKNOWN_KEY policy.test.yaml:5:31: Unknown key "arguments"
  5 │   - {name: b, call: {tool: t, arguments: {}}, expect: {effect: deny, rule_name: r}}
    │                               ^^^^^^^^^
  Did you mean "args"?
UNKNOWN_KEY policy.test.yaml:5:56: Unknown key "effect"
  5 │   - {name: b, call: {tool: t, arguments: {}}, expect: {effect: deny, rule_name: r}}
    │                                                        ^^^^^^
  Did you mean "decision"?
UNKNOWN_KEY policy.test.yaml:5:70: Unknown key "rule_name"
  5 │   - {name: b, call: {tool: t, arguments: {}}, expect: {effect: deny, rule_name: r}}
    │                                                                      ^^^^^^^^^
  Did you mean "rule"?
UNKNOWN_KEY policy.test.yaml:6:39: Unknown key "tier"
  6 │   - {name: c, call: {tool: t, agent: {tier: x}, session: {cost: 1}}, expect: deny}
    │                                       ^^^^
  Did you mean "trust_tier"?
UNKNOWN_KEY policy.test.yaml:6:59: Unknown key "cost"
  6 │   - {name: c, call: {tool: t, agent: {tier: x}, session: {cost: 1}}, expect: deny}
    │                                                           ^^^^
  Did you mean "estimated_cost"?`,
    ],
    [
      'what a case lacks',
      `cases:
  - {name: a}
  - {call: {args: {}}, expect: deny}`,
      `MISSING_KEY policy.test.yaml:2:5: The case makes no call: it needs "call", or "tools" and "each"
  2 │   - {name: a}
    │     ^^^^^^^^^
  Add for example: call: {tool: read_file, args: {path: /tmp/a.txt}}
MISSING_KEY policy.test.yaml:2:5: The case expects nothing: it needs "expect"
  2 │   - {name: a}
    │     ^^^^^^^^^
  Add for example: expect: deny
MISSING_KEY policy.test.yaml:3:5: "name" is missing; it must be a text
  3 │   - {call: {args: {}}, expect: deny}
    │     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  Add for example: name: nothing may delete
MISSING_KEY policy.test.yaml:3:6: "call.tool" is missing; it must be a text
  3 │   - {call: {args: {}}, expect: deny}
    │      ^^^^
  Add for example: tool: read_file`,
    ],
    [
      'what can’t be expected',
      `cases:
  - {name: a, call: {tool: t}, expect: dney}
  - {name: b, call: {tool: t}, expect: {}}
  - {name: c, call: {tool: t}, expect: }
  - {name: d, call: {tool: t}, expect: [deny]}
  - {name: e, call: {tool: t}, expect: {decision: allowed, rule: 5}}`,
      `INVALID_VALUE policy.test.yaml:2:40: "expect" must be one of allow, deny, approve, sanitize, but is "dney"
  2 │   - {name: a, call: {tool: t}, expect: dney}
    │                                        ^^^^
  Did you mean "deny"?
INVALID_VALUE policy.test.yaml:3:40: "expect" says nothing
  3 │   - {name: b, call: {tool: t}, expect: {}}
    │                                        ^^
  Write for example: expect: deny, or expect: {decision: deny, rule: deny_system_files}
INVALID_VALUE policy.test.yaml:4:40: "expect" must be one of allow, deny, approve, sanitize, but is empty
  4 │   - {name: c, call: {tool: t}, expect: }
    │                                        ^
INVALID_VALUE policy.test.yaml:5:40: "expect" must be one of allow, deny, approve, sanitize, but is a list
  5 │   - {name: d, call: {tool: t}, expect: [deny]}
    │                                        ^^^^^^
INVALID_VALUE policy.test.yaml:6:51: "expect.decision" must be one of allow, deny, approve, sanitize, but is "allowed"
  6 │   - {name: e, call: {tool: t}, expect: {decision: allowed, rule: 5}}
    │                                                   ^^^^^^^
  Did you mean "allow"?
INVALID_VALUE policy.test.yaml:6:66: "expect.rule" must be a text, but is 5
  6 │   - {name: e, call: {tool: t}, expect: {decision: allowed, rule: 5}}
    │                                                                  ^
  Put it in quotes: "5"`,
    ],
    [
      'what is said in two ways',
      `cases:
  - {name: a, call: {tool: t}, tools: [t], expect: deny}
  - {name: b, call: {tool: t}, each: [{}], expect: deny}
  - {name: c, user: {id: u}, call: {tool: t, user: {id: v}}, expect: deny}`,
      `CASE_AMBIGUOUS policy.test.yaml:2:32: A case has "call" or "tools", not both
  2 │   - {name: a, call: {tool: t}, tools: [t], expect: deny}
    │                                ^^^^^
  Remove one of them, or make two cases of it.
CASE_AMBIGUOUS policy.test.yaml:3:32: "each" says nothing without "tools"
  3 │   - {name: b, call: {tool: t}, each: [{}], expect: deny}
    │                                ^^^^
  Add for example: tools: [read_file], in place of "call".
CASE_AMBIGUOUS policy.test.yaml:4:46: "user" is there twice, for the case and for its call
  4 │   - {name: c, user: {id: u}, call: {tool: t, user: {id: v}}, expect: deny}
    │                                              ^^^^
  Keep one of them.`,
    ],
    [
      'which values are none',
      `now: 2026-11-20T10:00:00
cases:
  - {name: a, now: 2026-02-30T10:00:00Z, repeat: 0, call: {tool: "mail_*"}, expect: deny}
  - {name: b, tools: [t, "d?"], each: [{size: .inf}], session: {action_count: 1.5}, expect: deny}
  - {name: "", call: {tool: t, metadata: {deep: [.nan]}}, expect: {args: [1]}}`,
      `INVALID_VALUE policy.test.yaml:1:6: "now" must be a time with its offset, like 2026-11-20T10:00:00+01:00, but is "2026-11-20T10:00:00"
  1 │ now: 2026-11-20T10:00:00
    │      ^^^^^^^^^^^^^^^^^^^
INVALID_VALUE policy.test.yaml:3:20: "now" must be a time with its offset, like 2026-11-20T10:00:00+01:00, but is "2026-02-30T10:00:00Z"
  3 │   - {name: a, now: 2026-02-30T10:00:00Z, repeat: 0, call: {tool: "mail_*"}, expect: deny}
    │                    ^^^^^^^^^^^^^^^^^^^^
INVALID_VALUE policy.test.yaml:3:50: "repeat" must be at least 1, but is 0
  3 │   - {name: a, now: 2026-02-30T10:00:00Z, repeat: 0, call: {tool: "mail_*"}, expect: deny}
    │                                                  ^
BAD_PATTERN policy.test.yaml:3:66: A call is of one tool, and this is a pattern
  3 │   - {name: a, now: 2026-02-30T10:00:00Z, repeat: 0, call: {tool: "mail_*"}, expect: deny}
    │                                                                  ^^^^^^^^
  Name the tools one by one: tools: [delete_file, delete_repository]
BAD_PATTERN policy.test.yaml:4:26: A call is of one tool, and this is a pattern
  4 │   - {name: b, tools: [t, "d?"], each: [{size: .inf}], session: {action_count: 1.5}, expect: deny}
    │                          ^^^^
  Name the tools one by one: tools: [delete_file, delete_repository]
INVALID_VALUE policy.test.yaml:4:47: A call carries JSON, which has no such number
  4 │   - {name: b, tools: [t, "d?"], each: [{size: .inf}], session: {action_count: 1.5}, expect: deny}
    │                                               ^^^^
  Write a number, or a text in quotes.
INVALID_VALUE policy.test.yaml:4:79: "session.action_count" must be a whole number, but is 1.5
  4 │   - {name: b, tools: [t, "d?"], each: [{size: .inf}], session: {action_count: 1.5}, expect: deny}
    │                                                                               ^^^
INVALID_VALUE policy.test.yaml:5:12: "name" must be 1 to 200 characters on one line, but is empty
  5 │   - {name: "", call: {tool: t, metadata: {deep: [.nan]}}, expect: {args: [1]}}
    │            ^^
  Write for example: name: nothing may delete
INVALID_VALUE policy.test.yaml:5:50: A call carries JSON, which has no such number
  5 │   - {name: "", call: {tool: t, metadata: {deep: [.nan]}}, expect: {args: [1]}}
    │                                                  ^^^^
  Write a number, or a text in quotes.
INVALID_VALUE policy.test.yaml:5:74: "expect.args" must be a map of keys, but is a list
  5 │   - {name: "", call: {tool: t, metadata: {deep: [.nan]}}, expect: {args: [1]}}
    │                                                                          ^^^`,
    ],
  ])('%s', (_, text, said) => {
    expect(problemsOf(text)).toBe(said)
  })
})

test('says which policy is tested by its own name, or asks', () => {
  const text = 'cases: [{name: a, call: {tool: t}, expect: deny}]'
  expect(readSuite('a/b.test.yml', text).suite?.policyPath).toBe('b.yml')
  expect(readSuite('a/b.test.yaml', `policy: ../c.yaml\n${text}`).suite?.policyPath).toBe('../c.yaml')
  expect(problemsOf(text, 'cases.yaml')).toBe(`MISSING_KEY cases.yaml:1:1: Nothing says which policy is tested
  1 │ cases: [{name: a, call: {tool: t}, expect: deny}]
    │ ^
  A suite begins with: policy: policy.yaml`)
})

test('makes no more calls than a test can need', () => {
  const rows = (count: number): string => `cases:
  - {name: a, tools: [t, u], each: [{}, {}], repeat: 10000, expect: deny}
  - {name: b, call: {tool: t}, repeat: 10000, expect: deny}
  - {name: c, tools: [${'t, '.repeat(count)}t], repeat: 1000, expect: deny}
  - {name: d, call: {tool: t}, expect: deny}`
  expect(problemsOf(rows(48))).toBe('')
  expect(problemsOf(rows(51))).toMatch(
    /^TOO_MANY_CALLS policy.test.yaml:4:5: With this case the suite makes more than 100,000 calls\n/,
  )
})

describe('beside a policy that looks at the clock', () => {
  const policy = policyOf(`version: "1"
rules: [{name: at_night, condition: datetime.hour < 6, action: deny}]`)
  const problems = (text: string): string => {
    const {suite} = readSuite('policy.test.yaml', text)
    return suite === undefined ? 'broken' : checkSuite(suite, policy).map(problemText).join('\n')
  }

  test('every case must know what it shows', () => {
    expect(
      problems(`cases:
  - {name: a, now: 2026-11-20T10:00:00Z, call: {tool: t}, expect: deny}
  - {name: b, call: {tool: t}, expect: deny}`),
    ).toBe(`policy.test.yaml:3:12: Rule "at_night" looks at the clock, and nothing says what it shows
  3 │   - {name: b, call: {tool: t}, expect: deny}
    │            ^
  Add to the suite for example: now: 2026-11-20T10:00:00+01:00`)
    expect(problems('now: 2026-11-20T10:00:00Z\ncases: [{name: b, call: {tool: t}, expect: deny}]')).toBe('')
  })
})

test('never throws, whatever the text is', () => {
  const pieces = fc.constantFrom(
    'cases:',
    '\n  - ',
    'name: a',
    'call: {tool: t}',
    'expect: ',
    'deny',
    '{',
    '}',
    '[',
    ']',
    ', ',
    'each: ',
    'tools: ',
    'now: ',
    'repeat: 2',
    '&a ',
    '*a',
    '__proto__: ',
    'null',
    '\n',
  )
  fc.assert(
    fc.property(fc.array(pieces, {maxLength: 30}), (parts) => {
      const {suite, problems} = readSuite('policy.test.yaml', parts.join(''))
      expect(suite === undefined).toBe(problems.length > 0)
    }),
  )
})

test('the JSON Schema knows both forms of an expectation', () => {
  const schema = JSON.stringify(suiteSchema())
  expect(JSON.parse(schema)).toMatchObject({
    title: 'tame policy tests',
    type: 'object',
    required: ['cases'],
    additionalProperties: false,
    properties: {
      policy: {type: 'string'},
      cases: {
        items: {
          required: ['name', 'expect'],
          properties: {
            expect: {
              anyOf: [
                {enum: ['allow', 'deny', 'approve', 'sanitize']},
                {type: 'object', additionalProperties: false},
              ],
            },
          },
        },
      },
    },
  })
})
