import {functions, methods} from '../functions/registry.js'
import type {ComparisonOperator, Expression, QuantifierExpression} from '../parse/expression.js'
import {Kind} from '../values/type.js'
import type {Value} from '../values/value.js'
import type {Link} from './comparison.js'
import {constantOf} from './constant.js'
import {type Context, sourceOf} from './context.js'
import {readsOf} from './reads.js'
import {type Note, takeDown} from './tape.js'

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

/** A link is taken down so that `actual` is the side that depends on the call, whichever way round it is written. */
interface LinkNote extends Note {
  readonly isTurned: boolean
}

export function linkNote(link: Link, context: Context): LinkNote {
  const isTurned = constantOf(link.left) !== undefined && constantOf(link.right) === undefined
  return {
    source: sourceOf(context, link.span),
    field: sourceOf(context, isTurned ? link.right : link.left),
    operator: isTurned ? turned[link.operator] : link.operator,
    reads: [...readsOf(link.left, context.variables), ...readsOf(link.right, context.variables)],
    isTurned,
  }
}

export function takeDownLink(note: LinkNote, left: Value, right: Value, result: boolean): void {
  if (note.isTurned) takeDown(note, right, left, result)
  else takeDown(note, left, right, result)
}

/** `startswith`, `under` and their like are comparisons of their subject too. */
export const predicateNote = (
  operator: string,
  expression: Expression,
  subject: Expression,
  context: Context,
): Note => ({
  source: sourceOf(context, expression),
  field: sourceOf(context, subject),
  operator,
  reads: readsOf(expression, context.variables),
})

/** A value that stands where a truth is asked for, as in `tool_args.force and …`; nothing when it takes itself down. */
export function truthNote(expression: Expression, context: Context): Note | undefined {
  if (isComparedAlready(expression)) return undefined
  const source = sourceOf(context, expression)
  return {source, field: source, operator: 'is true', reads: readsOf(expression, context.variables)}
}

function isComparedAlready(expression: Expression): boolean {
  if (expression.kind === 'method') return methods.get(expression.method.text)?.returns.kinds === Kind.boolean
  if (expression.kind !== 'call') return expression.kind === 'literal'
  const called = functions.get(expression.callee.text)
  return called?.kind === 'subject' && called.returns.kinds === Kind.boolean
}

/** `any` and `all` themselves, for when no comparison inside of them was made: there was no item, or no list. */
export const quantifierNote = (expression: QuantifierExpression, context: Context): Note => ({
  source: sourceOf(context, expression),
  field: sourceOf(context, expression.list),
  operator: expression.quantifier,
  reads: readsOf(expression.list, context.variables),
})
