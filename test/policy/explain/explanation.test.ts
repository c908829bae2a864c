import {expect, test} from 'vitest'
import type {Explanation} from '../../../src/policy/explain/explanation.js'
import {conditionOf} from '../conditions.js'
import {scopeOf} from '../scope.js'

/** An explanation as lines, a level of depth two spaces. */
function lines({source, value, error, notEvaluated, children}: Explanation, indent = ''): string[] {
  const outcome = notEvaluated
    ? '(not evaluated)'
    : error === undefined
      ? JSON.stringify(value)
      : `error: ${error}`
  return [`${indent}${source} → ${outcome}`, ...children.flatMap((child) => lines(child, `${indent}  `))]
}

const explained = (source: string, args = {}): string[] => lines(conditionOf(source).explain(scopeOf(args)))

test('shows what each part came to, and what was not looked at', () => {
  expect(
    explained('tool_name == "write_file" and under(tool_args.path, "/tmp") or session.action_count > 2', {
      path: '/tmp/a',
    }),
  ).toEqual([
    'tool_name == "write_file" and under(tool_args.path, "/tmp") or session.action_count > 2 → true',
    '  tool_name == "write_file" and under(tool_args.path, "/tmp") → false',
    '    tool_name == "write_file" → false',
    '      tool_name → "read_file"',
    '      "write_file" → "write_file"',
    '    under(tool_args.path, "/tmp") → (not evaluated)',
    '      tool_args.path → (not evaluated)',
    '        tool_args → (not evaluated)',
    '      "/tmp" → (not evaluated)',
    '  session.action_count > 2 → true',
    '    session.action_count → 3',
    '    2 → 2',
  ])
})

test('an error is told where it happened and all the way up', () => {
  expect(explained('tool_args.n > 5 and tool_args.m', {n: '10'})).toEqual([
    'tool_args.n > 5 and tool_args.m → error: Text and a number have no order',
    '  tool_args.n > 5 → error: Text and a number have no order',
    '    tool_args.n → "10"',
    '      tool_args → {"n":"10"}',
    '    5 → 5',
    '  tool_args.m → (not evaluated)',
    '    tool_args → (not evaluated)',
  ])
})

test('inside a loop the last item shows, with nothing left from those before', () => {
  expect(explained('any(x > 1 and x < 3 for x in tool_args.xs)', {xs: [2.5, 5, 1, 0]}).slice(1, 8)).toEqual([
    '  x > 1 and x < 3 → true',
    '    x > 1 → true',
    '      x → 2.5',
    '      1 → 1',
    '    x < 3 → true',
    '      x → 2.5',
    '      3 → 3',
  ])
  expect(explained('any(x > 1 and x < 3 for x in tool_args.xs)', {xs: [5, 1]})).toEqual([
    'any(x > 1 and x < 3 for x in tool_args.xs) → false',
    '  x > 1 and x < 3 → false',
    '    x > 1 → false',
    '      x → 1',
    '      1 → 1',
    '    x < 3 → (not evaluated)',
    '      x → (not evaluated)',
    '      3 → (not evaluated)',
    '  tool_args.xs → [5,1]',
    '    tool_args → {"xs":[5,1]}',
  ])
})

test('each explanation stands alone', () => {
  const condition = conditionOf('tool_args.a or tool_args.b')
  const first = condition.explain(scopeOf({a: 1}))
  condition.explain(scopeOf({b: 2}))
  expect(lines(first)).toEqual([
    'tool_args.a or tool_args.b → 1',
    '  tool_args.a → 1',
    '    tool_args → {"a":1}',
    '  tool_args.b → (not evaluated)',
    '    tool_args → (not evaluated)',
  ])
})

test('every part has its place in the text', () => {
  const {kind, start, end, children} = conditionOf(' not (tool_args.a)').explain(scopeOf({}))
  expect({kind, start, end, children}).toEqual({
    kind: 'not',
    start: 1,
    end: 18,
    children: [
      {
        kind: 'member',
        source: '(tool_args.a)',
        start: 5,
        end: 18,
        value: null,
        reads: [['tool_args', 'a']],
        children: [
          {
            kind: 'name',
            source: 'tool_args',
            start: 6,
            end: 15,
            value: {},
            reads: [['tool_args']],
            children: [],
          },
        ],
      },
    ],
  })
})
