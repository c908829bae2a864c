import type {ComparisonOperator, Expression} from '../parse/expression.js'
import {isTrue, type Value} from '../values/value.js'
import type {Application} from './application.js'
import type {Link, Test} from './comparison.js'
import {constantOf} from './constant.js'
import {type Context, sourceOf, type Tape} from './context.js'
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
  const operator = isTurned ? turned[link.operator] : link.operator
  if (isTurned) {
    return (expected, actual, result) => {
      tape.comparisons.push({source, field, operator, expected, actual, result})
    }
  }
  return (actual, expected, result) => {
    tape.comparisons.push({source, field, operator, expected, actual, result})
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
  return (scope) => {
    const actual = left(scope)
    const result = test(actual)
    tape.comparisons.push({source, field, operator, expected, actual, result})
    return result
  }
}

/** `startswith`, `under` and their like are comparisons too. */
export function recordPredicate(application: Application, context: Context, tape: Tape): Evaluator {
  const {name: operator, evaluateSubject, options, apply} = application
  const source = sourceOf(context, application.expression)
  const field = sourceOf(context, application.subject)
  return (scope) => {
    const actual = evaluateSubject(scope)
    const given = options(scope)
    const result = apply(actual, given)
    const expected = given.length > 1 ? given : (given[0] ?? null)
    tape.comparisons.push({source, field, operator, expected, actual, result: result === true})
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
  return (scope) => {
    const actual = evaluate(scope)
    const result = isTrue(actual)
    tape.comparisons.push({source, field: source, operator: 'is true', expected: true, actual, result})
    return result
  }
}

const isComparedAlready = (expression: Expression): boolean =>
  expression.kind === 'method' || expression.kind === 'call' || expression.kind === 'literal'
