import {describe, expect, test} from 'vitest'
import type {Comparison} from '../../../src/model/comparison.js'
import {record} from '../../../src/policy/compile/tape.js'
import {EvaluationError} from '../../../src/policy/values/failure.js'
import type {ValueMap} from '../../../src/policy/values/value.js'
import {conditionOf} from '../conditions.js'
import {scopeOf} from '../scope.js'

function recorded(source: string, args: ValueMap = {}): string[] {
  const comparisons: Comparison[] = []
  try {
    record(comparisons, conditionOf(source), scopeOf(args))
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error
    return [...comparisons.map(comparisonText), error.message]
  }
  return comparisons.map(comparisonText)
}

const comparisonText = ({source, field, operator, expected, actual, result}: Comparison): string =>
  `${source} | ${field} ${JSON.stringify(actual)} ${operator} ${JSON.stringify(expected)} is ${result}`

describe('a recorded comparison', () => {
  test.each<[source: string, args: ValueMap, lines: string[]]>([
    ['tool_args.a == 1', {a: 1}, ['tool_args.a == 1 | tool_args.a 1 == 1 is true']],
    ['not tool_args.a == 1', {a: 1}, ['tool_args.a == 1 | tool_args.a 1 == 1 is true']],
    ['1 < tool_args.a', {a: 1}, ['1 < tool_args.a | tool_args.a 1 > 1 is false']],
    ['"x" in tool_args.a', {a: 'xy'}, ['"x" in tool_args.a | tool_args.a "xy" contains "x" is true']],
    ['"x" not in tool_args.a', {a: []}, ['"x" not in tool_args.a | tool_args.a [] not contains "x" is true']],
    ['tool_args.a in [1, 2]', {a: 3}, ['tool_args.a in [1, 2] | tool_args.a 3 in [1,2] is false']],
    ['tool_args.a == tool_args.b', {a: 1}, ['tool_args.a == tool_args.b | tool_args.a 1 == null is false']],
    [
      '1 <= tool_args.a + 1 < 3',
      {a: 1},
      [
        '1 <= tool_args.a + 1 | tool_args.a + 1 2 >= 1 is true',
        'tool_args.a + 1 < 3 | tool_args.a + 1 2 < 3 is true',
      ],
    ],
    [
      '(tool_args.a + 1) * 2 == 4',
      {a: 1},
      ['(tool_args.a + 1) * 2 == 4 | (tool_args.a + 1) * 2 4 == 4 is true'],
    ],
    [
      'tool_args.p.startswith("/a") or tool_args.p.endswith(["b", "c"])',
      {p: 'xc'},
      [
        'tool_args.p.startswith("/a") | tool_args.p "xc" startswith "/a" is false',
        'tool_args.p.endswith(["b", "c"]) | tool_args.p "xc" endswith ["b","c"] is true',
      ],
    ],
    [
      'under(tool_args.p, "/a", "/b")',
      {p: '/b/c'},
      ['under(tool_args.p, "/a", "/b") | tool_args.p "/b/c" under ["/a","/b"] is true'],
    ],
    ['tool_args.p.isdigit()', {p: '1'}, ['tool_args.p.isdigit() | tool_args.p "1" isdigit null is true']],
    [
      'tool_args.force and not tool_args.dry',
      {force: true},
      [
        'tool_args.force | tool_args.force true is true true is true',
        'tool_args.dry | tool_args.dry null is true true is false',
      ],
    ],
    [
      'any(x.startswith("/etc") for x in tool_args.xs)',
      {xs: ['/a', '/etc/b', '/c']},
      ['x.startswith("/etc") | x "/etc/b" startswith "/etc" is true'],
    ],
    [
      'tool_args.a == 1 and all(x > 1 and x < 9 for x in tool_args.xs)',
      {a: 1, xs: [5, 1, 7]},
      ['tool_args.a == 1 | tool_args.a 1 == 1 is true', 'x > 1 | x 1 > 1 is false'],
    ],
    [
      'tool_args.p.lower() or any(tool_args.xs)',
      {p: '', xs: [0]},
      [
        'tool_args.p.lower() | tool_args.p.lower() "" is true true is false',
        'any(tool_args.xs) | any(tool_args.xs) false is true true is false',
      ],
    ],
    [
      '(tool_args.a == 1) == (tool_args.b == 2)',
      {a: 1, b: 3},
      [
        'tool_args.a == 1 | tool_args.a 1 == 1 is true',
        'tool_args.b == 2 | tool_args.b 3 == 2 is false',
        '(tool_args.a == 1) == (tool_args.b == 2) | (tool_args.a == 1) true == false is false',
      ],
    ],
    [
      'tool_args.a == 1 and tool_args.b > 2',
      {a: 1, b: 'x'},
      [
        'tool_args.a == 1 | tool_args.a 1 == 1 is true',
        'tool_args.b > 2 | tool_args.b "x" > 2 is false',
        'Text and a number have no order',
      ],
    ],
    [
      'tool_args.a < tool_args.b',
      {a: 1, b: 'x'},
      ['tool_args.a < tool_args.b | tool_args.a 1 < "x" is false', 'A number and text have no order'],
    ],
    [
      '0 < tool_args.a < 5',
      {a: 'x'},
      ['0 < tool_args.a | tool_args.a "x" > 0 is false', 'A number and text have no order'],
    ],
    [
      'tool_args.a.startswith("x")',
      {a: 1},
      [
        'tool_args.a.startswith("x") | tool_args.a 1 startswith "x" is false',
        '`startswith` is a method of text, and this is a number',
      ],
    ],
    [
      'tool_args.a.b',
      {a: 1},
      ['tool_args.a.b | tool_args.a.b null is true true is false', 'A number has no member `b`'],
    ],
    [
      'any(x > 1 for x in tool_args.xs)',
      {xs: []},
      ['any(x > 1 for x in tool_args.xs) | tool_args.xs 0 any "x > 1" is false'],
    ],
    [
      'not all(x > 1 for x in tool_args.xs)',
      {xs: []},
      ['all(x > 1 for x in tool_args.xs) | tool_args.xs 0 all "x > 1" is true'],
    ],
    [
      'all(x > 1 for x in tool_args.xs)',
      {},
      ['all(x > 1 for x in tool_args.xs) | tool_args.xs 0 all "x > 1" is false'],
    ],
    [
      'any(x > 1 for x in tool_args.xs)',
      {xs: 5},
      [
        'any(x > 1 for x in tool_args.xs) | tool_args.xs null any "x > 1" is false',
        '`any` goes over the items of a list, and this is a number',
      ],
    ],
  ])('of %s', (source, args, lines) => {
    expect(recorded(source, args)).toEqual(lines)
  })
})

test('a list of comparisons is added to, and left alone afterwards', () => {
  const condition = conditionOf('tool_args.a == 1')
  const first: Comparison[] = []
  record(first, condition, scopeOf({a: 1}))
  record([], condition, scopeOf({a: 2}))
  record(first, condition, scopeOf({a: 3}))
  expect(first.map(({actual}) => actual)).toEqual([1, 3])
})

test.each<[source: string, reads: string[]]>([
  ['tool_args.password == "x"', ['tool_args.password']],
  ['tool_args["password"].lower() == metadata.hint', ['tool_args.password', 'metadata.hint']],
  ['tool_args.get("password", tool_args.pin) == 1', ['tool_args.password', 'tool_args.pin']],
  ['under(tool_args.path, tool_args.root)', ['tool_args.path', 'tool_args.root']],
  ['tool_args.list[0].token', ['tool_args.list.*.token']],
  ['tool_args[tool_name] == agent.id', ['tool_args.*']],
  ['str(tool_args) == "{}"', ['tool_args']],
  ['any(x.token == "a" for x in tool_args.list)', ['tool_args.list.*.token']],
  ['any(any(y == "a" for y in x.keys) for x in tool_args.list)', ['tool_args.list.*.keys.*']],
  ['tool_name == "read_file" or session.action_count > 1', []],
])('%s is known to read %j', (source, reads) => {
  const comparisons: Comparison[] = []
  const args = {list: [{token: 'a', keys: ['a']}], path: '/a', root: '/a'}
  record(comparisons, conditionOf(source), scopeOf(args))
  expect(comparisons.flatMap((each) => each.reads.map((path) => path.join('.')))).toEqual(reads)
})
