import {expect, test} from 'vitest'
import {printExpression} from '../../../src/policy/parse/print.js'
import {readExpression} from '../../../src/policy/parse/read-expression.js'

function printed(source: string): string {
  const {expression} = readExpression(source)
  return expression ? printExpression(expression) : 'unreadable'
}

test.each([
  ["tool_name == 'it\\'s'", 'tool_name == "it\'s"'],
  ["'\"'", '"\\""'],
  ['"\\x00\\u202e\\té"', '"\\x00\\u202e\\té"'],
  ['True and None or False', 'true and null or false'],
  ['((a))', 'a'],
  ['(a and b) or c', 'a and b or c'],
  ['a and (b or c)', 'a and (b or c)'],
  ['a and (b and c)', 'a and (b and c)'],
  ['not (not a)', 'not not a'],
  ['not (a == b)', 'not a == b'],
  ['(not a) == b', '(not a) == b'],
  ['not(a or b)', 'not (a or b)'],
  ['(a < b) < c', '(a < b) < c'],
  ['a < b < c', 'a < b < c'],
  ['a not    in b', 'a not in b'],
  ['(a - b) - c', 'a - b - c'],
  ['a - (b - c)', 'a - (b - c)'],
  ['(a * b) + c', 'a * b + c'],
  ['(a + b) * c', '(a + b) * c'],
  ['-(a + b)', '-(a + b)'],
  ['(-a).b', '(-a).b'],
  ['- -a', '--a'],
  ['(1).b', '(1).b'],
  ['"a".lower()', '"a".lower()'],
  ["a['b'].c[ -1 ]", 'a["b"].c[-1]'],
  ['[1,2,]', '[1, 2]'],
  ['1.50', '1.5'],
  ['1e21', '1e+21'],
  ['any( x for x in xs )', 'any(x for x in xs)'],
  ['all( xs )', 'all(xs)'],
  ['a # why\n or b', 'a or b'],
])('%s is printed as %s', (source, expected) => {
  expect(printed(source)).toBe(expected)
})

test('comments are found, so that nobody prints over them', () => {
  expect(readExpression('a # one\nor "#" # two').comments).toEqual([
    {start: 2, end: 7},
    {start: 15, end: 20},
  ])
})
