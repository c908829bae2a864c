import {expect, test} from 'vitest'
import {type Explanation, explanationJson} from '../../../src/model/explanation.js'
import {explain} from '../../../src/policy/explain/explain.js'
import {type CallRow, factsOf, policyOf} from '../decide-case.js'

const policy = policyOf(`
version: "1"
rules:
  - name: temp
    condition: tool_name == "read_file" and tool_args.path.startswith("/tmp/") and tool_args.size < 5
    action: allow
  - name: writers
    tools: [write_file]
    agents: {tiers: [trusted]}
    action: allow
  - name: few
    tools: ["read_*"]
    condition: tool_args.size > 100
    limit: {count: 3, per: session, window: 1h}
    action: deny
  - name: asking
    tools: [ask_file]
    condition: tool_args.really
    action: approve
  - name: rest
    tools: ["*_file"]
    action: approve
`)

function explained(row: CallRow): Explanation {
  const call = {tool: row.tool, args: row.args ?? {}}
  return explain(policy, call, factsOf(policy, row), 0)
}

const outcomes = ({rules}: Explanation): string[] =>
  rules.map(({ruleName, outcome, parts}) =>
    [ruleName, outcome, ...parts.map((part) => `${part.key} ${part.outcome}`)].join(', '),
  )

test('says of each rule whether it applied, and which part settled it', () => {
  expect(outcomes(explained({tool: 'read_file', args: {path: '/etc', size: 9}}))).toEqual([
    'temp, does not apply, condition fails',
    'writers, does not apply, tools fails, agents not asked',
    'few, does not apply, tools holds, condition fails, limit not asked',
    'asking, does not apply, tools fails, condition not asked',
    'rest, applies, tools holds',
  ])
  expect(outcomes(explained({tool: 'read_file', args: {path: '/tmp/a', size: 1}}))).toEqual([
    'temp, applies, condition holds',
    'writers, not reached',
    'few, not reached',
    'asking, not reached',
    'rest, not reached',
  ])
  expect(outcomes(explained({tool: 'read_mail', args: {size: 'big'}, limits: {few: 3}}))).toEqual([
    'temp, does not apply, condition fails',
    'writers, does not apply, tools fails, agents not asked',
    'few, applies, tools holds, condition error, limit holds',
    'asking, not reached',
    'rest, not reached',
  ])
})

test('shows what each part of a condition came to, and what was not asked any more', () => {
  const [temp] = explained({tool: 'read_file', args: {path: '/etc'}}).rules
  const [part] = temp?.parts ?? []
  expect(part?.tree).toMatchObject({
    source: 'tool_name == "read_file" and tool_args.path.startswith("/tmp/") and tool_args.size < 5',
    value: false,
    children: [
      {source: 'tool_name == "read_file"', value: true},
      {source: 'tool_args.path.startswith("/tmp/")', value: false},
      {source: 'tool_args.size < 5', notEvaluated: true},
    ],
  })
  expect(part?.comparisons.map(({source, result}) => [source, result])).toEqual([
    ['tool_name == "read_file"', true],
    ['tool_args.path.startswith("/tmp/")', false],
  ])
})

test('names the rule that was nearest, with all that it missed', () => {
  expect(explained({tool: 'read_file', args: {path: '/etc', size: 9}}).nearestMiss).toEqual({
    ruleName: 'temp',
    effect: 'allow',
    missing: ['tool_args.path.startswith("/tmp/")', 'tool_args.size < 5'],
  })
  expect(explained({tool: 'read_file', args: {path: '/etc', size: 1}}).nearestMiss).toEqual({
    ruleName: 'temp',
    effect: 'allow',
    missing: ['tool_args.path.startswith("/tmp/")'],
  })
  expect(explained({tool: 'write_file', agent: {id: 'a', trust_tier: 'basic'}}).nearestMiss).toEqual({
    ruleName: 'writers',
    effect: 'allow',
    missing: ['agents.tiers'],
  })
  expect(explained({tool: 'shell'}).nearestMiss).toBeNull()
  // `rest` asks for approval as `asking` would have: to have come to it would have changed nothing.
  expect(explained({tool: 'ask_file'}).nearestMiss).toBeNull()
})

test('as JSON has the names that its readers know', () => {
  expect(explanationJson(explained({tool: 'write_file', agent: {id: 'a', trust_tier: 'trusted'}}))).toEqual({
    rules: [
      {
        rule_name: 'temp',
        effect: 'allow',
        line: 4,
        outcome: 'does not apply',
        parts: [
          {
            key: 'condition',
            outcome: 'fails',
            error: null,
            comparisons: [
              {
                source: 'tool_name == "read_file"',
                field: 'tool_name',
                operator: '==',
                expected: 'read_file',
                actual: 'write_file',
                result: false,
              },
            ],
            tree: expect.objectContaining({kind: 'logical', value: false}),
          },
        ],
      },
      {
        rule_name: 'writers',
        effect: 'allow',
        line: 7,
        outcome: 'applies',
        parts: [
          {
            key: 'tools',
            outcome: 'holds',
            error: null,
            comparisons: [
              {
                source: 'tools',
                field: 'tool_name',
                operator: 'fits',
                expected: ['write_file'],
                actual: 'write_file',
                result: true,
              },
            ],
            tree: null,
          },
          {
            key: 'agents',
            outcome: 'holds',
            error: null,
            comparisons: [
              {
                source: 'agents.tiers',
                field: 'agent.trust_tier',
                operator: 'in',
                expected: ['trusted'],
                actual: 'trusted',
                result: true,
              },
            ],
            tree: null,
          },
        ],
      },
      {rule_name: 'few', effect: 'deny', line: 11, outcome: 'not reached', parts: []},
      {rule_name: 'asking', effect: 'approve', line: 16, outcome: 'not reached', parts: []},
      {rule_name: 'rest', effect: 'approve', line: 20, outcome: 'not reached', parts: []},
    ],
    nearest_miss: null,
  })
})

test('a rule to which nothing was missing, and that could only not sanitize, is no near miss', () => {
  const policy = policyOf(`
version: "1"
rules: [{name: a, action: sanitize, sanitize: [{arg: x.y, with: mask}]}]
`)
  const {verdict, nearestMiss} = explain(policy, {tool: 't', args: {x: 'text'}}, {}, 0)
  expect([verdict.effect, nearestMiss]).toEqual(['deny', null])
})
