import fc from 'fast-check'
import type {Scope} from '../../src/policy/compile/scope.js'
import type {Expression, Word} from '../../src/policy/parse/expression.js'
import type {Value} from '../../src/policy/values/value.js'
import {scopeOf} from './scope.js'

const nowhere = {start: 0, end: 0}
const word = (text: string): Word => ({text, ...nowhere})

const texts = [
  '',
  'a',
  'b',
  'ab',
  'aXb',
  ' a ',
  '12',
  'read_file',
  'write_file',
  '/tmp/a',
  '\u{1f600}',
  'x\u{1f600}y',
  '\uff5e',
  'A',
]
const keys = ['a', 'b', 'c', 'path', '__proto__', 'constructor', 'in']
const numbers = [0, 1, 2, 3, 5, 0.5, 2.5]

const literal = fc
  .oneof(fc.constantFrom(...texts), fc.constantFrom(...numbers), fc.boolean(), fc.constant(null))
  .map((value): Expression => ({kind: 'literal', value, ...nowhere}))
const text = fc.constantFrom(...texts).map((value): Expression => ({kind: 'literal', value, ...nowhere}))

const name = (text: string): Expression => ({kind: 'name', name: text, ...nowhere})
const member = (object: Expression, text: string): Expression => ({
  kind: 'member',
  object,
  member: word(text),
  ...nowhere,
})

const leaf = fc.oneof(
  {weight: 3, arbitrary: literal},
  {weight: 5, arbitrary: fc.constantFrom(...keys).map((key) => member(name('tool_args'), key))},
  fc.constantFrom('tool_name', 'tool_args', 'metadata', 'x', 'y').map(name),
  fc.constantFrom('action_count', 'id', 'calls').map((key) => member(name('session'), key)),
  fc
    .constantFrom('read_file', 'other', 'constructor')
    .map((key) => member(member(name('session'), 'calls'), key)),
  fc.constantFrom('tags', 'trust_tier').map((key) => member(name('agent'), key)),
  fc.constant(member(name('datetime'), 'hour')),
)

const methodNames: readonly (readonly [name: string, least: number, most: number])[] = [
  ['startswith', 1, 1],
  ['endswith', 1, 1],
  ['lower', 0, 0],
  ['upper', 0, 0],
  ['strip', 0, 0],
  ['split', 1, 1],
  ['replace', 2, 2],
  ['count', 1, 1],
  ['find', 1, 1],
  ['isdigit', 0, 0],
  ['get', 1, 2],
  ['keys', 0, 0],
  ['values', 0, 0],
]

const functionNames: readonly (readonly [name: string, least: number, most: number])[] = [
  ['len', 1, 1],
  ['abs', 1, 1],
  ['any', 1, 1],
  ['all', 1, 1],
  ['min', 2, 3],
  ['max', 1, 2],
]

const comparisonOperator = fc.constantFrom('==', '!=', '<', '<=', '>', '>=', 'in', 'not in')

/** Any expression the grammar has, whether or not it makes sense. */
export const expression: fc.Arbitrary<Expression> = fc.letrec<{any: Expression; deep: Expression}>((tie) => {
  const any = tie('any')
  const some = (least: number, most: number): fc.Arbitrary<Expression[]> =>
    fc.array(any, {minLength: least, maxLength: most})
  return {
    any: fc.oneof(
      {maxDepth: 4, depthSize: 'medium'},
      {weight: 1, arbitrary: leaf},
      {weight: 1, arbitrary: tie('deep')},
    ),
    deep: fc.oneof(
      some(0, 3).map((items): Expression => ({kind: 'list', items, ...nowhere})),
      fc.tuple(any, fc.constantFrom(...keys)).map(([object, key]) => member(object, key)),
      fc.tuple(any, any).map(([object, index]): Expression => ({kind: 'index', object, index, ...nowhere})),
      fc.constantFrom(...methodNames).chain(([method, least, most]) =>
        fc.tuple(any, fc.array(fc.oneof(text, any), {minLength: least, maxLength: most})).map(
          ([object, args]): Expression => ({
            kind: 'method',
            object,
            method: word(method),
            args,
            ...nowhere,
          }),
        ),
      ),
      fc
        .constantFrom(...functionNames)
        .chain(([callee, least, most]) =>
          some(least, most).map(
            (args): Expression => ({kind: 'call', callee: word(callee), args, ...nowhere}),
          ),
        ),
      fc.tuple(fc.constantFrom('any' as const, 'all' as const), any, fc.constantFrom('x', 'y'), any).map(
        ([quantifier, body, variable, list]): Expression => ({
          kind: 'quantifier',
          quantifier,
          body,
          variable: word(variable),
          list,
          ...nowhere,
        }),
      ),
      any.map((operand): Expression => ({kind: 'not', operand, ...nowhere})),
      any.map((operand): Expression => ({kind: 'negate', operand, ...nowhere})),
      fc
        .tuple(fc.constantFrom('and' as const, 'or' as const), some(2, 3))
        .map(([operator, operands]): Expression => ({kind: 'logical', operator, operands, ...nowhere})),
      fc
        .tuple(
          any,
          fc.array(fc.record({operator: comparisonOperator, right: any}), {minLength: 1, maxLength: 2}),
        )
        .map(([first, links]): Expression => ({kind: 'comparison', first, links, ...nowhere})),
      fc
        .tuple(fc.constantFrom('+', '-', '*', '/', '//', '%'), any, any)
        .map(
          ([operator, left, right]): Expression => ({kind: 'arithmetic', operator, left, right, ...nowhere}),
        ),
    ),
  }
}).deep

const toolList = fc
  .array(text, {maxLength: 3})
  .map((items): Expression => ({kind: 'list', items, ...nowhere}))

const toolTest = fc
  .oneof(
    fc.record({operator: fc.constantFrom('==' as const, '!=' as const), right: text}),
    fc.record({operator: fc.constantFrom('in' as const, 'not in' as const), right: toolList}),
  )
  .map((link): Expression => ({kind: 'comparison', first: name('tool_name'), links: [link], ...nowhere}))

/** An expression in which tools are asked for, side by side with anything. */
export const aboutTools: fc.Arbitrary<Expression> = fc.letrec<{whole: Expression; part: Expression}>(
  (tie) => ({
    part: fc.oneof({maxDepth: 2}, toolTest, expression, tie('whole')),
    whole: fc
      .tuple(
        fc.constantFrom('and' as const, 'or' as const),
        fc.array(tie('part'), {minLength: 2, maxLength: 3}),
      )
      .map(([operator, operands]): Expression => ({kind: 'logical', operator, operands, ...nowhere})),
  }),
).whole

const value: fc.Arbitrary<Value> = fc.letrec<{value: Value}>((tie) => ({
  value: fc.oneof(
    {maxDepth: 2, depthSize: 'small'},
    fc.constantFrom(...texts),
    fc.constantFrom(...numbers, -1, -2.5),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), {maxLength: 3}),
    fc.dictionary(fc.constantFrom(...keys), tie('value'), {maxKeys: 3}),
  ),
})).value

/** A call with arguments under the names that expressions speak of. */
export const scope: fc.Arbitrary<Scope> = fc
  .record({
    args: fc.dictionary(fc.constantFrom(...keys), value, {maxKeys: 6}),
    tool: fc.constantFrom('read_file', 'write_file', 'a', ''),
  })
  .map(({args, tool}) => scopeOf(args, {tool_name: tool}))
