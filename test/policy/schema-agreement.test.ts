import {Ajv2020} from 'ajv/dist/2020.js'
import {describe, expect, test} from 'vitest'
import {parse} from 'yaml'
import {policySchema} from '../../src/policy/file/schema.js'
import {readPolicy} from '../../src/policy/read-policy.js'
import {readSuite} from '../../src/policy/suite/read-suite.js'
import {suiteSchema} from '../../src/policy/suite/schema.js'

const ajv = new Ajv2020({strict: true, strictRequired: false, strictTypes: false})
const isPolicy = ajv.compile(policySchema())
const isSuite = ajv.compile(suiteSchema())

/** What `validate` and what an editor with the JSON Schema make of a file. */
const policyAccepted = (text: string): [boolean, boolean] => [
  readPolicy('policy.yaml', text).problems.length === 0,
  isPolicy(parse(text)),
]

const suiteAccepted = (text: string): [boolean, boolean] => [
  readSuite('policy.test.yaml', text).problems.length === 0,
  isSuite(parse(text)),
]

const withRule = (keys: string): string => `version: "1"\nrules: [{name: a, ${keys}}]\n`
const withStep = (keys: string): string => withRule(`action: sanitize, sanitize: [{${keys}}]`)
const withCase = (keys: string): string => `cases: [{name: a, ${keys}}]\n`

describe('the JSON Schema and the checks refuse the same', () => {
  test.each([
    ['no version', 'rules: []'],
    ['a version that is a number', 'version: 1\nrules: []'],
    ['an unknown key', 'version: "1"\nrules: []\nmodes: shadow'],
    ['a name of two lines', 'version: "1"\nrules: [{name: "a\\nb", action: deny}]'],
    ['an empty name', 'version: "1"\nrules: [{name: "", action: deny}]'],
    ['a name too long', `version: "1"\nrules: [{name: ${'a'.repeat(201)}, action: deny}]`],
    ['no action', withRule('tools: [a]')],
    ['no tool', withRule('action: deny, tools: []')],
    ['a choice in a pattern', withRule('action: deny, tools: ["{a,b}"]')],
    ['agents that name nobody', withRule('action: deny, agents: {}')],
    ['an empty condition', withRule('action: deny, condition: ""')],
    ['a condition of spaces', withRule('action: deny, condition: "  "')],
    ['a window without its unit', withRule('action: deny, limit: {count: 1, per: session, window: "90"}')],
    ['an empty window', withRule('action: deny, limit: {count: 1, per: session, window: ""}')],
    ['a window of no time', withRule('action: deny, limit: {count: 1, per: session, window: 0h0s}')],
    ['a count below 0', withRule('action: deny, limit: {count: -1, per: session, window: 1h}')],
    ['a limit on allow', withRule('action: allow, limit: {count: 1, per: session, window: 1h}')],
    ['nothing to sanitize', withRule('action: sanitize')],
    ['an empty list to sanitize', withRule('action: sanitize, sanitize: []')],
    ['sanitize with deny', withRule('action: deny, sanitize: [{arg: x, with: mask}]')],
    ['approval with deny', withRule('action: deny, approval: {timeout: 1h}')],
    ['a timeout that is none', withRule('action: approve, approval: {timeout: soon}')],
    ['a step that says nothing', withStep('arg: x')],
    ['a step that says two things', withStep('arg: x, with: mask, set: 1')],
    ['a step that says two things with replace', withStep('arg: x, with: mask, replace: a, by: b')],
    ['replace without by', withStep('arg: x, replace: a')],
    ['by without replace', withStep('arg: x, with: mask, by: b')],
    ['a cost below 0', 'version: "1"\nrules: []\ncosts: {a: -1}'],
    ['a choice in a cost', 'version: "1"\nrules: []\ncosts: {"[ab]": 1}'],
    ['redaction of everything', 'version: "1"\nrules: []\nredact: ["*.*"]'],
    ['redaction of nothing', 'version: "1"\nrules: []\nredact: ["a..b"]'],
  ])('%s', (_, text) => {
    expect(policyAccepted(text)).toEqual([false, false])
  })

  test.each([
    ['no case', 'cases: []'],
    ['a case without a call', withCase('expect: deny')],
    ['a case without what is expected', withCase('call: {tool: a}')],
    ['a case with two forms', withCase('call: {tool: a}, tools: [b], expect: deny')],
    ['each without tools', withCase('call: {tool: a}, each: [{}], expect: deny')],
    ['a pattern for a tool', withCase('call: {tool: "a*"}, expect: deny')],
    ['a pattern among tools', withCase('tools: ["a?"], expect: deny')],
    ['an expectation that says nothing', withCase('call: {tool: a}, expect: {}')],
    ['an expectation of no effect', withCase('call: {tool: a}, expect: denied')],
    ['an agent said twice', withCase('call: {tool: a, agent: {id: x}}, agent: {id: y}, expect: deny')],
    ['a time without its offset', `now: "2026-11-20T10:00:00"\n${withCase('call: {tool: a}, expect: deny')}`],
    ['a day as a time', withCase('call: {tool: a}, expect: deny, now: "2026-11-20"')],
    ['repeated never', withCase('call: {tool: a}, expect: deny, repeat: 0')],
  ])('of a suite: %s', (_, text) => {
    expect(suiteAccepted(text)).toEqual([false, false])
  })
})

describe('the JSON Schema and the checks accept the same', () => {
  test('the policy of the design', () => {
    expect(policyAccepted(designPolicy)).toEqual([true, true])
  })

  test.each([
    ['every kind of step', withStep('arg: a.b, set: null')],
    ['a step that leaves nothing', withStep('arg: a, replace: a+, by: ""')],
    ['a limit on approve', withRule('action: approve, limit: {count: 0, per: user, window: 1h30m}')],
    ['a name of astral characters', `version: "1"\nrules: [{name: ${'🦊'.repeat(100)}, action: deny}]`],
    ['redaction below anything', 'version: "1"\nrules: []\nredact: ["*.*.ssn", a b.*]'],
    ['older conditions', withRule('action: deny, conditions: {arg_contains: {a: "*"}}')],
  ])('%s', (_, text) => {
    expect(policyAccepted(text)).toEqual([true, true])
  })

  test.each([
    ['the suite of the design', () => designSuite],
    [
      'agents of the case and of its call',
      () => withCase('call: {tool: a, user: {id: x}}, agent: null, expect: allow'),
    ],
    [
      'a time of milliseconds',
      () => withCase('tools: [a], expect: {rule: null}, now: 2026-11-20T10:00:00.5Z'),
    ],
  ])('of suites: %s', (_, text) => {
    expect(suiteAccepted(text())).toEqual([true, true])
  })
})

const designPolicy = `version: "1.2"                      # a string; shown with every decision
description: File access for the research agent
default: deny                       # when no rule matches: deny (default) | approve | allow
timezone: Europe/Berlin             # for datetime.*; default UTC
mode: enforce                       # enforce | shadow (decide and record, but let everything run)

rules:                              # first match wins, top to bottom
  - name: allow_temp_files          # unique, required
    description: Allow access to temporary files
    condition: |
      tool_name == "read_file" and
      tool_args.path.startswith("/tmp/")
    action: allow

  - name: deny_system_files
    tools: [read_file, "write_*"]   # globs on the tool name; default every tool
    condition: under(tool_args.path, "/etc", "/sys")
    action: deny
    reason: System files are not accessible

  - name: mask_secrets
    tools: [http_post]
    action: sanitize                # run it, with these arguments changed
    sanitize:
      - {arg: headers.authorization, with: mask}             # mask | remove | hash
      - {arg: body, replace: "sk-[A-Za-z0-9]{20,}", by: "[key]"}
      - {arg: limit, set: 100}

  - name: big_spend
    condition: session.estimated_cost > 10.0 and tool_args.model in ["gpt-4", "gpt-4-turbo"]
    action: approve
    reason: High-cost model usage requires approval
    approval: {timeout: 15m, approvers: [finance], on_timeout: deny}

  - name: too_many_mails
    tools: [send_email]
    limit: {count: 20, per: session, window: 1h}   # matches once the count is exceeded; per: session | agent | user | tool
    action: deny

costs:                              # added to session.estimated_cost when the call is allowed
  openai_completion: 0.03

redact: ["*.password", "*.token", "headers.authorization"]   # never stored, never shown; adds to a built-in list
`

const designSuite = `policy: policy.yaml
now: 2026-11-20T10:00:00+01:00            # the clock stands still
defaults: {agent: {id: researcher, trust_tier: verified}}
cases:
  - name: reads in /tmp are allowed
    call: {tool: read_file, args: {path: /tmp/a.txt}}
    expect: allow
  - name: the 21st mail of an hour is refused
    call: {tool: send_email, args: {to: a@example.com}}
    repeat: 21
    expect: {decision: deny, rule: too_many_mails}
  - name: secrets do not leave
    call: {tool: http_post, args: {url: "https://example.com", body: "sk-aaaaaaaaaaaaaaaaaaaaaaaa"}}
    expect: {decision: sanitize, args: {url: "https://example.com", body: "[key]"}}
  - name: nothing may delete                # a matrix: every tool × every args
    tools: [delete_file, delete_repository]
    each: [{path: /tmp/a}, {path: /home/u/a}, {}]
    expect: deny
`
