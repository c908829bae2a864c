import {expect, test} from 'vitest'
import type {Comparison} from '../../src/model/comparison.js'
import {ask} from '../../src/policy/compile/ask.js'
import {joinNeeds, type Needs} from '../../src/policy/compile/needs.js'
import {record} from '../../src/policy/compile/tape.js'
import {type Condition, checkCondition} from '../../src/policy/condition.js'
import {scopeOf} from './scope.js'

function condition(source: string): Condition {
  const checked = checkCondition(source)
  if (!checked.condition) throw new Error(JSON.stringify(checked.problems))
  return checked.condition
}

test.each([
  ['tool_name == "read_file" and tool_args.path.startswith("/tmp/")', true],
  ['tool_name in ["write_file", "delete_file"]', false],
  ['9 <= datetime.hour < 17 and datetime.weekday < 5', true],
  ['any(x.startswith("/etc") for x in tool_args.paths)', true],
  ['all(x.startswith("/etc") for x in tool_args.paths)', false],
  ['session.calls["send_email"] == 1 and session.calls.other == 0', true],
  ['tool_args.constructor == null and tool_args["__proto__"] == null', true],
  ['-7 // 2 == -4 and -7 % 3 == 2', true],
])('%s is %s', (source, expected) => {
  expect(ask(condition(source), scopeOf({path: '/tmp/a', paths: ['/etc/a', '/b']}))).toBe(expected)
})

test.each([
  ['a number below', 4, [true, true, false, false]],
  ['the same number', 5, [false, true, false, true]],
  ['a number above', 6, [false, false, true, true]],
  ['nothing', null, [false, false, false, false]],
  ['what is no number to JSON', Number.NaN, [false, false, false, false]],
])('orders %s and a literal alike, whichever side that is on', (_, n, expected) => {
  const answers = (sources: string[]) => sources.map((source) => ask(condition(source), scopeOf({n})))
  expect(answers(['tool_args.n < 5', 'tool_args.n <= 5', 'tool_args.n > 5', 'tool_args.n >= 5'])).toEqual(
    expected,
  )
  expect(answers(['5 > tool_args.n', '5 >= tool_args.n', '5 < tool_args.n', '5 <= tool_args.n'])).toEqual(
    expected,
  )
})

test('records the comparisons that were made, and none that were not', () => {
  const comparisons: Comparison[] = []
  const source =
    'tool_name == "read_file" and (10 < tool_args.size or tool_args.path.startswith("/tmp/")) and 1 == 2'
  expect(record(comparisons, condition(source), scopeOf({path: '/tmp/a', size: 5}))).toBe(false)
  expect(comparisons).toEqual([
    {
      source: 'tool_name == "read_file"',
      field: 'tool_name',
      operator: '==',
      expected: 'read_file',
      actual: 'read_file',
      result: true,
      reads: [],
    },
    {
      source: '10 < tool_args.size',
      field: 'tool_args.size',
      operator: '>',
      expected: 10,
      actual: 5,
      result: false,
      reads: [['tool_args', 'size']],
    },
    {
      source: 'tool_args.path.startswith("/tmp/")',
      field: 'tool_args.path',
      operator: 'startswith',
      expected: '/tmp/',
      actual: '/tmp/a',
      result: true,
      reads: [['tool_args', 'path']],
    },
    {source: '1 == 2', field: '1', operator: '==', expected: 2, actual: 1, result: false, reads: []},
  ])
})

const nothing = {
  session: new Set(),
  sessionCalls: new Set(),
  agent: false,
  user: false,
  metadata: false,
  datetime: false,
}

test.each<[source: string, needs: Partial<Needs>]>([
  ['tool_name == "a" and tool_args.n > 5', {}],
  [
    'session.action_count > 2 or session["denied_count"] > 1',
    {session: new Set(['action_count', 'denied_count'])},
  ],
  [
    'session.calls["a"] > 1 or session.calls.b > 1',
    {session: new Set(['calls']), sessionCalls: new Set(['a', 'b'])},
  ],
  [
    'session.calls["a"] > 1 or session.calls[tool_name] > 1',
    {session: new Set(['calls']), sessionCalls: 'any'},
  ],
  ['len(session.calls) > 1', {session: new Set(['calls']), sessionCalls: 'any'}],
  ['any(x == agent.id for x in metadata.ids)', {agent: true, metadata: true}],
  ['user.id == null and not datetime.hour in [1, 2]', {user: true, datetime: true}],
])('%s needs %j', (source, needs) => {
  expect(condition(source).needs).toEqual({...nothing, ...needs})
})

test('what several conditions need is joined', () => {
  const sources = [
    'session.calls.a > 1',
    'session.calls[tool_name] > 1',
    'agent.id == "x"',
    'session.id == "s"',
  ]
  expect(joinNeeds(sources.map((source) => condition(source).needs))).toEqual({
    ...nothing,
    session: new Set(['calls', 'id']),
    sessionCalls: 'any',
    agent: true,
  })
  expect(joinNeeds([])).toEqual(nothing)
})

test.each([
  ['tool_name == "a" and tool_args.n > 5', ['a']],
  ['tool_args.n > 5 and tool_name == "a"', undefined],
  ['tool_args.n == 5 and tool_name in ["a", "b"]', ['a', 'b']],
  ['tool_name == "a" or tool_name == "b" and tool_args.n > 1', ['a', 'b']],
  ['tool_name != "a"', undefined],
])('%s can hold for the tools %j', (source, names) => {
  const found = condition(source).toolNames
  expect(found && [...found]).toEqual(names)
})
