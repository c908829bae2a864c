import {describe, expect, test} from 'vitest'
import {percentOf} from '../../../src/model/coverage.js'
import {runSuite} from './run-suite.js'

interface Row {
  tool?: string
  args?: unknown
  agent?: unknown
  metadata?: unknown
}

/** What the calls left unseen of a policy of one rule, as `source: never`. */
function missedBy(rule: string, calls: readonly Row[]): string[] {
  const cases = calls.map(({tool = 't', ...row}, at) => ({
    name: `${at}`,
    call: {tool, ...row},
    expect: {reason: 'x'},
  }))
  const policy = `version: "1"\nrules:\n  - ${rule}\n`
  const {coverage} = runSuite(policy, JSON.stringify({cases}))
  return coverage.missed.map(({source, never}) => `${source}: ${never}`)
}

const condition = (text: string): string => `{name: r, condition: ${JSON.stringify(text)}, action: allow}`

describe('a comparison is covered when it was seen true and false', () => {
  test.each<[string, Row[], string[]]>([
    ['tool_args.a == 1', [{args: {a: 1}}], ['tool_args.a == 1: false']],
    ['tool_args.a == 1', [{args: {a: 2}}], ['r: decided', 'tool_args.a == 1: true']],
    ['tool_args.a == 1', [{args: {a: 1}}, {args: {a: 2}}], []],
    [
      'tool_args.a == 1 and tool_args.b == 2',
      [{args: {a: 2, b: 2}}],
      ['r: decided', 'tool_args.a == 1: true', 'tool_args.b == 2: asked'],
    ],
    [
      'tool_args.a == 1 or tool_args.b == 2',
      [{args: {a: 1}}],
      ['tool_args.a == 1: false', 'tool_args.b == 2: asked'],
    ],
    ['not tool_args.a', [{args: {a: 1}}], ['r: decided', 'tool_args.a: false']],
    ['not tool_args.a', [{args: {a: 1}}, {args: {a: 0}}], []],
    [
      '1 < tool_args.a <= 9',
      [{args: {a: 1}}],
      ['r: decided', '1 < tool_args.a: true', 'tool_args.a <= 9: asked'],
    ],
    [
      '1 < tool_args.a <= 9',
      [{args: {a: 10}}],
      ['r: decided', '1 < tool_args.a: false', 'tool_args.a <= 9: true'],
    ],
    ['1 < tool_args.a <= 9', [{args: {a: 1}}, {args: {a: 9}}, {args: {a: 10}}], []],
    [
      '1 < tool_args.a <= tool_args.b',
      [{args: {a: 2, b: 'x'}}],
      ['r: decided', '1 < tool_args.a: false', 'tool_args.a <= tool_args.b: asked'],
    ],
    [
      'tool_args.a.b.c < tool_args.d < 1',
      [{args: {a: {b: 1}}}],
      ['r: decided', 'tool_args.a.b.c < tool_args.d: asked', 'tool_args.d < 1: asked'],
    ],
    ['tool_args.a.b.c < 1', [{args: {a: {b: 1}}}], ['r: decided', 'tool_args.a.b.c < 1: asked']],
    ['any(x.startswith("a") for x in tool_args.xs)', [{args: {xs: ['b', 'a', 'c']}}], []],
    [
      'any(x.startswith("a") for x in tool_args.xs)',
      [{args: {xs: []}}],
      ['r: decided', 'x.startswith("a"): asked'],
    ],
    ['all(x for x in tool_args.xs)', [{args: {xs: [1, 2]}}], ['x: false']],
    ['tool_args.a.strip()', [{args: {a: ' '}}], ['r: decided', 'tool_args.a.strip(): true']],
    [
      'under(tool_args.a, "/tmp") == tool_args.b',
      [{args: {a: '/tmp/x', b: true}}],
      ['under(tool_args.a, "/tmp"): false', 'under(tool_args.a, "/tmp") == tool_args.b: false'],
    ],
    ['tool_name == "t" and true', [{tool: 't'}], ['tool_name == "t": false']],
    ['tool_name == "t" and true', [{tool: 't'}, {tool: 'other'}], []],
    [
      'tool_args.a == 1 and (tool_args.b == 2 or tool_args.a == 1)',
      [{args: {a: 1, b: 2}}, {args: {}}],
      ['tool_args.b == 2: false', 'tool_args.a == 1: asked'],
    ],
  ])('%s, asked of %j', (text, calls, missed) => {
    expect(missedBy(condition(text), calls)).toEqual(missed)
  })
})

test('rules ask more than their condition', () => {
  const rule = `{name: r, tools: [t], agents: {ids: [a], tiers: [x]}, conditions: {arg_contains: {k: 1}}, limit: {count: 1, per: session, window: 1h}, action: deny}`
  expect(missedBy(rule, [{tool: 'other'}])).toEqual([
    'r: decided',
    'agents.ids: asked',
    'agents.tiers: asked',
    'conditions.arg_contains.k: asked',
    'limit: asked',
  ])
  expect(missedBy(rule, [{agent: {id: 'a', trust_tier: 'y'}}, {agent: {id: 'b', trust_tier: 'x'}}])).toEqual([
    'r: decided',
    'agents.tiers: true',
    'conditions.arg_contains.k: asked',
    'limit: asked',
  ])
})

test('a strict rule that can’t be worked out decides, and those behind it are not come to', () => {
  const policy = `version: "1"
rules:
  - {name: sized, condition: tool_args.size > 5, action: deny}
  - {name: named, condition: tool_args.name == "x", action: allow}`
  const {coverage} = runSuite(
    policy,
    'cases: [{name: a, call: {tool: t, args: {size: big}}, expect: {rule: sized}}]',
  )
  expect(coverage.missed.map(({source, never}) => `${source}: ${never}`)).toEqual([
    'tool_args.size > 5: asked',
    'named: decided',
    'tool_args.name == "x": asked',
  ])
})

test('what is missed has its place, and the whole its share', () => {
  const policy = `version: "1"
rules:
  - name: first
    condition: |
      tool_name == "a" and
        tool_args.x > 1
    action: deny
  - {name: second, agents: {ids: [b]}, action: allow}
`
  const {coverage} = runSuite(
    policy,
    'cases: [{name: a, call: {tool: a, args: {x: 5}}, expect: deny}, {name: b, call: {tool: b}, expect: deny}]',
  )
  expect(coverage).toEqual({
    policy: 'policy.yaml',
    rules: {seen: 1, total: 2},
    comparisons: {seen: 4, total: 6},
    missed: [
      {rule: 'first', source: 'tool_args.x > 1', never: 'false', line: 6, column: 9},
      {rule: 'second', source: 'second', never: 'decided', line: 8, column: 12},
      {rule: 'second', source: 'agents.ids', never: 'true', line: 8, column: 34},
    ],
  })
  expect(percentOf(coverage)).toBe(62.5)
})

test('a hundred percent is everything, and of nothing all', () => {
  const share = (seen: number, total: number) => ({seen, total})
  expect(percentOf({rules: share(999, 1000), comparisons: share(99_999, 100_000)})).toBe(99.9)
  expect(percentOf({rules: share(2, 2), comparisons: share(4, 4)})).toBe(100)
  expect(percentOf({rules: share(0, 0), comparisons: share(0, 0)})).toBeNull()
})
