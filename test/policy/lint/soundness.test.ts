import fc from 'fast-check'
import {expect, test} from 'vitest'
import type {Call} from '../../../src/model/call.js'
import type {Facts} from '../../../src/model/facts.js'
import {ask} from '../../../src/policy/compile/ask.js'
import type {CompiledPolicy} from '../../../src/policy/compiled-policy.js'
import {decide} from '../../../src/policy/decide.js'
import {type LintProblem, lintPolicy, type Witness} from '../../../src/policy/lint/lint-policy.js'
import {printExpression} from '../../../src/policy/parse/print.js'
import {readPolicy} from '../../../src/policy/read-policy.js'
import type {Rule} from '../../../src/policy/rule/rule.js'
import {Trial} from '../../../src/policy/rule/trial.js'
import {runs} from '../../helpers/runs.js'
import {expression} from '../expressions.js'

// Few names and values, so that rules and calls often have to do with one another.
const place = fc.constantFrom(
  'tool_args.a',
  'tool_args["a"]',
  'tool_args.get("b")',
  'tool_args.path',
  'tool_args.x.y',
  'tool_args.a.lower()',
  'len(tool_args.a)',
  'session.action_count',
  'session.calls["t"]',
  'datetime.hour',
  'metadata.r',
  'agent.id',
)
const number = fc.constantFrom('0', '1', '2', '2.5', '5', '-1', '23', '24')
const text = fc.constantFrom('"a"', '"b"', '"ab"', '""', '"/tmp/"', '"/tmp/x"', '"/etc"', '"A"')
const constant = fc.oneof(number, text, fc.constantFrom('true', 'false', 'null'))
const folder = fc.constantFrom(
  '"/tmp"',
  '"/tmp/x"',
  '"/etc"',
  '"/"',
  '"/var/run"',
  '"/var"',
  '"/private/tmp"',
  '"rel"',
)
const words = (...parts: (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> =>
  fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
    .map((all) => all.join(''))

const comparison = fc.oneof(
  words(place, fc.constantFrom(' == ', ' != ', ' < ', ' <= ', ' > ', ' >= '), number),
  words(number, fc.constantFrom(' == ', ' < ', ' >= '), place),
  words(place, fc.constantFrom(' == ', ' != '), constant),
  words(place, fc.constantFrom('.startswith(', '.endswith('), text, ')'),
  words(place, '.startswith([', text, ', ', text, '])'),
  words(place, fc.constantFrom(' in [', ' not in ['), constant, ', ', constant, ']'),
  words(text, fc.constantFrom(' in ', ' not in '), place),
  words('under(', place, ', ', folder, ')'),
  words('under(', place, ', ', folder, ', ', folder, ')'),
  words('glob(', place, ', ', fc.constantFrom('"/tmp/*"', '"*"', '"/**"', '"a?"'), ')'),
  words('matches(', place, ', ', fc.constantFrom('"^a"', '"/tmp/"'), ')'),
  words(number, ' <= session.action_count < ', number),
  words(number, ' < tool_args.a <= ', number),
  place,
  fc.constantFrom(
    'tool_name == "read"',
    'tool_name != "read"',
    'tool_name in ["read", "write"]',
    'tool_name.startswith("re")',
    'any(x == "a" for x in tool_args.a)',
    'tool_args.a == tool_args.path',
    '"a" in tool_args',
    'true',
    'false',
  ),
)
const condition = fc.letrec<{any: string}>((tie) => ({
  any: fc.oneof(
    {maxDepth: 2},
    comparison,
    words('(', tie('any'), fc.constantFrom(' and ', ' or '), tie('any'), ')'),
    words('not (', tie('any'), ')'),
  ),
})).any

const maybe = <Value>(arbitrary: fc.Arbitrary<Value>, freq: number): fc.Arbitrary<Value | undefined> =>
  fc.option(arbitrary, {nil: undefined, freq})
const rule = fc.record({
  tools: maybe(
    fc.uniqueArray(fc.constantFrom('read', 'write', 're*', '*', 'r?ad'), {minLength: 1, maxLength: 2}),
    2,
  ),
  agents: maybe(fc.record({ids: fc.subarray(['a', 'b'], {minLength: 1})}), 1),
  conditions: maybe(
    fc.constantFrom(
      {arg_contains: {a: 1}},
      {arg_contains: {a: '*'}},
      {arg_contains: {a: null}},
      {arg_contains: {a: true}},
      {arg_contains: {a: ['a']}},
      {arg_not_contains: {a: 'a'}},
      {session_context: {r: 'a'}},
    ),
    1,
  ),
  condition: maybe(condition, 6),
  action: fc.constantFrom('allow', 'deny', 'approve'),
})
const policy = fc
  .array(rule, {minLength: 2, maxLength: 6})
  .map((rules) =>
    JSON.stringify({version: '1', rules: rules.map((each, at) => ({name: `r${at}`, ...each}))}, null, 1),
  )

const value = fc.constantFrom<unknown>(
  ...[null, true, false, 0, 1, 2, 2.5, 4, 5, -1, '', 'a', 'b', 'ab', 'A', 'read', '/etc', 'rel/x'],
  ...['/tmp/', '/tmp/x', '/tmp/x/y', '/tmp/../etc', '/var/run/a', '/private/tmp/a'],
  ...[[], ['a'], {}, {y: 'a'}, {y: 1}],
)
const args = fc.dictionary(fc.constantFrom('a', 'b', 'path', 'x'), value, {maxKeys: 4})
interface Asked {
  call: Call
  facts: Facts
  now: number
}
const asked: fc.Arbitrary<Asked> = fc
  .record({
    tool: fc.constantFrom('read', 'write', 'rex', 'road', 'other'),
    args,
    metadata: fc.dictionary(fc.constant('r'), value, {maxKeys: 1}),
    session: fc.option(fc.constantFrom(0, 1, 2, 3, 5, 23)),
    agent: fc.option(fc.constantFrom('a', 'b', '/tmp/x')),
    hour: fc.nat(23),
  })
  .map(({tool, args, metadata, session, agent, hour}) => ({
    call: {tool, args, metadata},
    facts: {
      session: session === null ? null : sessionWith({action_count: session, calls: {t: session}}),
      agent: agent === null ? null : {id: agent, name: null, trustTier: null, tags: []},
      user: null,
    },
    now: Date.UTC(2026, 0, 5, hour),
  }))

const sessionWith = ({
  action_count = 0,
  calls = {},
}: {
  action_count?: number
  calls?: Record<string, number>
}) => ({
  id: null,
  actionCount: action_count,
  allowedCount: 0,
  deniedCount: 0,
  estimatedCost: 0,
  ageSeconds: 0,
  calls,
})

interface Linted {
  policy: CompiledPolicy
  problems: readonly LintProblem[]
}

/** Nothing for a policy that would not be loaded. */
function linted(text: string): Linted | undefined {
  const {policy} = readPolicy('policy.json', text)
  return policy && {policy, problems: lintPolicy(policy, text).problems}
}

/** The rule a problem is about: the last that begins before it. */
const ruleOf = ({rules}: CompiledPolicy, {line}: LintProblem): Rule | undefined =>
  rules.findLast((each) => each.line <= line)

const unreachable = new Set(['RULE_SHADOWED', 'ALLOW_AFTER_DENY', 'NEVER_TRUE'])

/** What a call shows to be untrue of what was found. */
function untrue({policy, problems}: Linted, {call, facts, now}: Asked): readonly string[] {
  const verdict = decide(policy, call, facts, now)
  const decided = policy.rules.find(({name}) => name === verdict.ruleName)
  return problems
    .filter((problem) => {
      const rule = ruleOf(policy, problem)
      if (rule === undefined) return true
      if (unreachable.has(problem.code)) {
        const isError =
          problem.message.includes("can't be worked out") &&
          verdict.reason.includes('could not be worked out')
        return decided === rule && !isError
      }
      if (problem.code === 'ALWAYS_APPLIES') return decided === undefined || decided.position > rule.position
      return (
        problem.code === 'ALWAYS_TRUE' && !conditionHolds(rule, new Trial(call, facts, policy.clock, now))
      )
    })
    .map(({code, message}) => `${code}: ${message}`)
}

function conditionHolds(rule: Rule, trial: Trial): boolean {
  try {
    const condition = rule.requirements.find(({key}) => key === 'condition')
    return condition !== undefined && ask(condition, trial)
  } catch {
    return rule.isStrict
  }
}

test('what is said to be so for every call is so for random ones', () => {
  fc.assert(
    fc.property(policy, fc.array(asked, {minLength: 40, maxLength: 40}), (text, calls) => {
      const found = linted(text)
      if (found !== undefined) for (const each of calls) expect(untrue(found, each)).toEqual([])
    }),
    runs(600),
  )
})

function decideWitness(policy: CompiledPolicy, witness: Witness): unknown {
  const {tool, args, metadata, session, agent, user, now} = witness
  const text = (map: Readonly<Record<string, unknown>>, key: string): string | null =>
    typeof map[key] === 'string' ? map[key] : null
  const facts: Facts = {
    session: sessionWith(session ?? {}),
    agent: agent
      ? {id: text(agent, 'id'), name: text(agent, 'name'), trustTier: text(agent, 'trust_tier'), tags: []}
      : null,
    user: user ? {id: text(user, 'id')} : null,
  }
  const at = Date.parse(now ?? '2026-01-05T12:00:00Z')
  const {ruling, ruleName} = decide(policy, {tool, args, metadata: metadata ?? null}, facts, at)
  return {decision: ruling, rule: ruleName}
}

test('every witness is decided as it says, and shows what was found', () => {
  fc.assert(
    fc.property(policy, (text) => {
      const found = linted(text)
      for (const problem of found?.problems ?? []) {
        const {witness, code} = problem
        if (found === undefined || witness === null) continue
        const {decision, rule} = witness
        expect(decideWitness(found.policy, witness)).toEqual({decision, rule})
        const own = ruleOf(found.policy, problem)
        if (unreachable.has(code) || code === 'RULES_OVERLAP') expect(rule).not.toBe(own?.name)
        else if (code !== 'PATH_AS_TEXT') expect(rule).toBe(own?.name)
        if (['PATH_AS_TEXT', 'RULES_OVERLAP', 'ALLOW_ON_METADATA'].includes(code))
          expect(decision).toBe('allow')
      }
    }),
    runs(600),
  )
})

test('takes any condition that can be loaded', () => {
  fc.assert(
    fc.property(expression, expression, (first, second) => {
      const rules = [first, second, first].map((each, at) => ({
        name: `r${at}`,
        condition: printExpression(each),
        action: at === 1 ? 'deny' : 'allow',
      }))
      linted(JSON.stringify({version: '1', rules}))
    }),
    runs(500),
  )
})
