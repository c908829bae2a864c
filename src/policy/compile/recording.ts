import {functions, methods} from '../functions/registry.js'
import type {ComparisonOperator, Expression, QuantifierExpression} from '../parse/expression.js'
import {Kind} from '../values/type.js'
import {isTrue, type Value} from '../values/value.js'
import type {Application} from './application.js'
import type {Link, Test} from './comparison.js'
import {constantOf} from './constant.js'
import {type Context, sourceOf, type Tape} from './context.js'
import {readsOf} from './reads.js'
import type {Evaluator} from './scope.js'

/** `0 < x` says the same of x as `x > 0`. */
const turned: Readonly<Record<ComparisonOperator, string>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  in: 'contains',
  'not in': 'not contains',
}

export type LinkRecorder = (left: Value, right: Value, result: boolean) => void

/** Takes a link down so that `actual` is the side that depends on the call, whichever way round it is written. */
export function recordLink(link: Link, context: Context): LinkRecorder {
  const {tape} = context
  if (!tape) return () => {}
  const source = sourceOf(context, link.span)
  const isTurned = constantOf(link.left) !== undefined && constantOf(link.right) === undefined
  const field = sourceOf(context, isTurned ? link.right : link.left)
  const reads = [...readsOf(link.left, context.variables), ...readsOf(link.right, context.variables)]
  const operator = isTurned ? turned[link.operator] : link.operator
  if (isTurned) {
    return (expected, actual, result) => {
      tape.comparisons.push({source, field, operator, expected, actual, result, reads})
    }
  }
  return (actual, expected, result) => {
    tape.comparisons.push({source, field, operator, expected, actual, result, reads})
  }
}

interface LiteralLink {
  readonly link: Link
  readonly left: Evaluator
  readonly literal: Value
  readonly test: Test
}

/** As `recordLink`, in one piece: what most conditions are, so that a decision touches little memory for each. */
export function recordTest(
  {link, left, literal: expected, test}: LiteralLink,
  context: Context,
  tape: Tape,
): Evaluator<boolean> {
  const {operator} = link
  const source = sourceOf(context, link.span)
  const field = sourceOf(context, link.left)
  const reads = readsOf(link.left, context.variables)
  return (scope) => {
    let actual: Value = null
    let result = false
    try {
      actual = left(scope)
      result = test(actual)
    } finally {
      tape.comparisons.push({source, field, operator, expected, actual, result, reads})
    }
    return result
  }
}

/** `startswith`, `under` and their like are comparisons too. */
export function recordPredicate(application: Application, context: Context, tape: Tape): Evaluator {
  const {name: operator, evaluateSubject, options, apply} = application
  const source = sourceOf(context, application.expression)
  const field = sourceOf(context, application.subject)
  const reads = readsOf(application.expression, context.variables)
  return (scope) => {
    let actual: Value = null
    let given: readonly Value[] = []
    let result: Value = false
    try {
      actual = evaluateSubject(scope)
      given = options(scope)
      result = apply(actual, given)
    } finally {
      const expected = given.length > 1 ? given : (given[0] ?? null)
      tape.comparisons.push({source, field, operator, expected, actual, result: result === true, reads})
    }
    return result
  }
}

/** A value that stands where a truth is asked for, as in `tool_args.force and …`. */
export function recordTruth(
  expression: Expression,
  evaluate: Evaluator,
  context: Context,
): Evaluator<boolean> {
  const {tape} = context
  if (!tape || isComparedAlready(expression)) return (scope) => isTrue(evaluate(scope))
  const source = sourceOf(context, expression)
  const reads = readsOf(expression, context.variables)
  return (scope) => {
    let actual: Value = null
    try {
      actual = evaluate(scope)
    } finally {
      const result = isTrue(actual)
      tape.comparisons.push({
        source,
        field: source,
        operator: 'is true',
        expected: true,
        actual,
        result,
        reads,
      })
    }
    return isTrue(actual)
  }
}

function isComparedAlready(expression: Expression): boolean {
  if (expression.kind === 'method') return methods.get(expression.method.text)?.returns.kinds === Kind.boolean
  if (expression.kind !== 'call') return expression.kind === 'literal'
  const called = functions.get(expression.callee.text)
  return called?.kind === 'subject' && called.returns.kinds === Kind.boolean
}

export type QuantifierRecorder = (count: number | null, result: boolean) => void

/** `any` and `all` themselves, for when no comparison inside of them was made: there was no item, or no list. */
export function recordQuantifier(
  expression: QuantifierExpression,
  context: Context,
  tape: Tape,
): QuantifierRecorder {
  const {quantifier: operator} = expression
  const source = sourceOf(context, expression)
  const field = sourceOf(context, expression.list)
  const expected = sourceOf(context, expression.body)
  const reads = readsOf(expression.list, context.variables)
  return (actual, result) => {
    tape.comparisons.push({source, field, operator, expected, actual, result, reads})
  }
}
