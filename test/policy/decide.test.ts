import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {Call} from '../../src/model/call.js'
import type {Verdict} from '../../src/model/verdict.js'
import {ask} from '../../src/policy/compile/ask.js'
import type {CompiledPolicy} from '../../src/policy/compiled-policy.js'
import {decide} from '../../src/policy/decide.js'
import {explain} from '../../src/policy/explain/explain.js'
import type {Rule} from '../../src/policy/rule/rule.js'
import {Trial} from '../../src/policy/rule/trial.js'
import {runs} from '../helpers/runs.js'
import {deepFreeze, policyOf} from './decide-case.js'

const rule = fc.record({
  tools: fc.constantFrom(undefined, '[a]', '[a, b]', '["*"]', '["a*"]', '["?"]'),
  condition: fc.constantFrom(
    undefined,
    'tool_name == "a"',
    'tool_name in ["a", "ab"] and tool_args.n > 1',
    'tool_args.n > 1 and tool_name == "b"',
    'tool_args.n > 1',
    'tool_name == "a" or tool_args.s.startswith("/")',
    'not tool_args.s',
    'session.action_count > 1 and tool_name == "a"',
  ),
  agents: fc.constantFrom(undefined, '{ids: [x]}', '{tags: [t]}'),
  limit: fc.constantFrom(undefined, '{count: 1, per: agent, window: 1h}'),
  action: fc.constantFrom('allow', 'deny', 'approve'),
})

const policy = fc
  .record({rules: fc.array(rule, {maxLength: 6}), otherwise: fc.constantFrom('allow', 'deny', 'approve')})
  .map(({rules, otherwise}) => {
    const lines = rules.map((each, at) => {
      const action = each.limit !== undefined && each.action === 'allow' ? 'deny' : each.action
      const keys = Object.entries({...each, action, condition: JSON.stringify(each.condition)})
      const given = keys.filter(([, value]) => value !== undefined)
      return `  - {name: r${at}, ${given.map(([key, value]) => `${key}: ${value}`).join(', ')}}\n`
    })
    return policyOf(
      `version: "1"\ndefault: ${otherwise}\nrules:${lines.length === 0 ? ' []' : `\n${lines.join('')}`}`,
    )
  })

const call: fc.Arbitrary<Call> = fc.record({
  tool: fc.constantFrom('a', 'b', 'ab', 'c', '__proto__', ''),
  args: fc.record({
    n: fc.constantFrom(null, 0, 2, '2', [1]),
    s: fc.constantFrom('/x', '', null, 5),
  }),
})

const facts = fc.record(
  {
    agent: fc.constantFrom(null, {id: 'x', name: null, trustTier: null, tags: ['t']}),
    limitCounts: fc.nat(2).map((count) => new Map(Array.from({length: 6}, (_, at) => [`r${at}`, count]))),
  },
  {requiredKeys: []},
)

/** Every rule, one after the other, without an index. */
function firstToApply(policy: CompiledPolicy, trial: Trial): Rule | undefined {
  return policy.rules.find(
    (each) =>
      each.fitsTool(trial.tool_name) &&
      each.requirements.every((requirement) => {
        try {
          return ask(requirement, trial)
        } catch {
          return each.effect === 'deny' || each.effect === 'approve'
        }
      }),
  )
}

test('the index changes no answer, the explanation agrees, and nothing that was given is touched', () => {
  fc.assert(
    fc.property(policy, call, facts, (policy, call, facts) => {
      deepFreeze([call, facts])
      const verdict = decide(policy, call, facts, 0)
      const expected = firstToApply(policy, new Trial(call, facts, policy.clock, 0))
      expect([verdict.ruleName, verdict.effect]).toEqual(
        expected ? [expected.name, expected.effect] : [null, policy.defaultEffect],
      )
      expect(decide(policy, call, facts, 0)).toEqual(verdict)
      const explanation = explain(policy, call, facts, 0)
      expect(explanation.verdict).toEqual(verdict)
      const applying = explanation.rules.filter(({outcome}) => outcome === 'applies')
      expect(applying.map(({ruleName}) => ruleName)).toEqual(expected ? [expected.name] : [])
    }),
    runs(2000),
  )
})

test('an odd argument never makes an answer more lenient', () => {
  const strictness = {allow: 0, sanitize: 0, approve: 1, deny: 2}
  const odd = policyOf(`
version: "1"
rules:
  - {name: big, condition: tool_args.n > 5, action: deny}
  - {name: ask, condition: tool_args.n > 2, action: approve}
  - {name: small, condition: tool_args.n <= 2, action: allow}
`)
  const answer = (n: unknown): number => strictness[decide(odd, {tool: 't', args: {n}}, {}, 0).effect]
  fc.assert(
    fc.property(
      fc.anything().filter((value) => typeof value !== 'number'),
      (value) => {
        expect(answer(value)).toBe(2)
      },
    ),
  )
})

test('what a policy sets can not be changed through a decision', () => {
  const setting = policyOf(`
version: "1"
rules: [{name: a, action: sanitize, sanitize: [{arg: tags, set: [{x: 1}]}]}]
`)
  const {args} = decide(setting, {tool: 't', args: {}}, {}, 0)
  expect(() => Object.assign((args['tags'] as object[])[0] ?? {}, {x: 2})).toThrow(TypeError)
  expect(decide(setting, {tool: 't', args: {}}, {}, 0).args).toEqual({tags: [{x: 1}]})
})

test.each<[string, Record<string, unknown>]>([
  ['a Date', {body: new Date(0)}],
  ['a Map', {body: new Map([['key', 'secret']])}],
  ['a Map in a list', {text: [new Map([['key', 'xxx']])]}],
  [
    'a circle',
    (() => {
      const circle: Record<string, unknown> = {}
      circle['self'] = circle
      return {text: circle}
    })(),
  ],
])('arguments that hold %s, which can not be looked through, do not pass a sanitize rule', (_, args) => {
  const cleaning = policyOf(`
version: "1"
rules: [{name: a, action: sanitize, sanitize: [{arg: body.key, with: mask}, {arg: text, replace: x+, by: y}]}]
`)
  expect(decide(cleaning, {tool: 't', args}, {}, 0).effect).toBe('deny')
})

test('a text that is not clean after a hundred replacements is not passed on', () => {
  const cleaning = policyOf(`
version: "1"
rules: [{name: a, action: sanitize, sanitize: [{arg: t, replace: <b>, by: ""}]}]
`)
  const nested = (levels: number): string => `${'<'.repeat(levels)}<b>${'b>'.repeat(levels)}`
  const decided = (levels: number): unknown => {
    const {effect, args, reason} = decide(cleaning, {tool: 't', args: {t: nested(levels)}}, {}, 0)
    return [effect, args['t'] === '', reason.includes('100 times')]
  }
  expect(decided(99)).toEqual(['sanitize', true, false])
  expect(decided(100)).toEqual(['deny', false, true])
})

describe('a tool with a name of more than 1,000 characters', () => {
  const globs = Array.from(
    {length: 20},
    (_, at) => `  - {name: r${at}, tools: ["*delete*${at}"], action: deny}\n`,
  )
  const lenient = policyOf(`version: "1"\ndefault: allow\nrules:\n${globs.join('')}`)
  const call = (length: number): Call => ({tool: 'delete'.repeat(length).slice(0, length), args: {}})

  test('is denied whatever the default is, and not looked for among the rules', () => {
    const verdict = decide(lenient, call(1_000_000), {}, 0)
    expect([verdict.effect, verdict.ruleName, verdict.reason]).toEqual([
      'deny',
      null,
      'The tool’s name is longer than 1,000 characters',
    ])
    expect(lenient.candidatesFor(call(1001).tool).rules).toEqual([])
    expect(decide(lenient, call(1000), {}, 0).effect).toBe('allow')
  })

  test('is kept nowhere', () => {
    expect(lenient.candidatesFor(call(1001).tool)).toBe(lenient.candidatesFor(call(1002).tool))
  })

  test('is explained as it is decided', () => {
    const {rules, nearestMiss, verdict} = explain(lenient, call(1001), {}, 0)
    expect([verdict.effect, nearestMiss, new Set(rules.map(({outcome}) => outcome))]).toEqual([
      'deny',
      null,
      new Set(['not reached']),
    ])
  })
})

describe('of many rules that could not be worked out', () => {
  const failing = (count: number, end = ''): CompiledPolicy => {
    const lines = Array.from(
      {length: count},
      (_, at) => `  - {name: r${at}, condition: tool_args.n > 5, action: allow}\n`,
    )
    return policyOf(`version: "1"\nrules:\n${lines.join('')}${end}`)
  }
  const reasonOf = (policy: CompiledPolicy): string =>
    decide(policy, {tool: 't', args: {n: 'x'}}, {}, 0).reason
  const fault = 'could not be worked out: Text and a number have no order, at tool_args.n > 5'
  const three = [0, 1, 2].map((at) => `rule "r${at}" ${fault}`).join('; ')

  test.each<[number, string]>([
    [3, `No rule applies, and the default is to deny (${three})`],
    [4, `No rule applies, and the default is to deny (${three}; nor could 1 more rule)`],
    [1000, `No rule applies, and the default is to deny (${three}; nor could 997 more rules)`],
  ])('the reason tells the first three and how many more: %i', (count, reason) => {
    expect(reasonOf(failing(count))).toBe(reason)
  })

  test('the one that decided is told however many came before', () => {
    const last = '  - {name: last, condition: tool_args.n > 5, action: deny, reason: too many}\n'
    expect(reasonOf(failing(5, last))).toBe(
      `too many (${three}; nor could 2 more rules; it could not be worked out, which counts as a match: ${fault.slice(25)})`,
    )
  })
})

describe('the record of a decision', () => {
  const record = (rule: string, args: Record<string, unknown>): Verdict['conditionsEvaluated'] =>
    decide(policyOf(`version: "1"\nrules: [{name: a, ${rule}}]`), {tool: 't', args}, {}, 0)
      .conditionsEvaluated
  const brief = (rule: string, args: Record<string, unknown>): unknown =>
    record(rule, args).map(({source, actual, result}) => [source, actual, result])

  test('holds the comparison that failed, as it counted for the rule', () => {
    const condition = 'condition: tool_args.a == 1 and tool_args.n > 5'
    const first = ['tool_args.a == 1', 1, true]
    expect(brief(`${condition}, action: deny`, {a: 1, n: 'x'})).toEqual([
      first,
      ['tool_args.n > 5', 'x', true],
    ])
    expect(brief(`${condition}, action: allow`, {a: 1, n: 'x'})).toEqual([
      first,
      ['tool_args.n > 5', 'x', false],
    ])
  })

  test('ends with what settled that the rule does not apply', () => {
    const policy = policyOf(`
version: "1"
rules: [{name: a, agents: {ids: [x]}, condition: tool_args.a == 1, action: allow}]
`)
    const facts = {agent: {id: 'y', name: null, trustTier: null, tags: []}}
    const {conditionsEvaluated} = decide(policy, {tool: 't', args: {a: 1}}, facts, 0)
    expect(conditionsEvaluated.map(({source, result}) => [source, result])).toEqual([['agents.ids', false]])
  })

  test('does not change with the arguments', () => {
    const args = {list: [1], map: {a: [1]}}
    const condition = 'condition: 1 in tool_args.list and tool_args.list != tool_args.map, action: deny'
    const comparisons = record(condition, args)
    args.list.push(2)
    args.map.a.push(2)
    expect(comparisons.map(({expected, actual}) => [expected, actual])).toEqual([
      [1, [1]],
      [{a: [1]}, [1]],
    ])
  })

  test('is kept of arguments that can not be copied', () => {
    expect(brief('condition: tool_args.a, action: deny', {a: [() => 1]})).toEqual([
      ['tool_args.a', null, true],
    ])
  })
})
