import {expect, test} from 'vitest'
import type {Comparison} from '../../src/policy/compile/context.js'
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
  expect(condition(source).evaluate(scopeOf({path: '/tmp/a', paths: ['/etc/a', '/b']}))).toBe(expected)
})

test.each([
  ['a number below', 4, [true, true, false, false]],
  ['the same number', 5, [false, true, false, true]],
  ['a number above', 6, [false, false, true, true]],
  ['nothing', null, [false, false, false, false]],
  ['what is no number to JSON', Number.NaN, [false, false, false, false]],
])('orders %s and a literal alike, whichever side that is on', (_, n, expected) => {
  const answers = (sources: string[]) => sources.map((source) => condition(source).evaluate(scopeOf({n})))
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
  expect(condition(source).record(scopeOf({path: '/tmp/a', size: 5}), comparisons)).toBe(false)
  expect(comparisons).toEqual([
    {
      source: 'tool_name == "read_file"',
      field: 'tool_name',
      operator: '==',
      expected: 'read_file',
      actual: 'read_file',
      result: true,
    },
    {
      source: '10 < tool_args.size',
      field: 'tool_args.size',
      operator: '>',
      expected: 10,
      actual: 5,
      result: false,
    },
    {
      source: 'tool_args.path.startswith("/tmp/")',
      field: 'tool_args.path',
      operator: 'startswith',
      expected: '/tmp/',
      actual: '/tmp/a',
      result: true,
    },
    {source: '1 == 2', field: '1', operator: '==', expected: 2, actual: 1, result: false},
  ])
})

test('says which facts it needs', () => {
  expect(condition('session.calls["a"] > 1 and session.action_count > 2 or agent.id == "x"').needs).toEqual({
    session: new Set(['calls', 'action_count']),
    sessionCalls: new Set(['a']),
    agent: true,
    user: false,
    metadata: false,
    datetime: false,
  })
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
