import type {Expression} from '../parse/expression.js'
import type {Value} from '../values/value.js'
import type {Evaluator} from './scope.js'

/** The value of a part that is the same for every call: a literal, a negative number, a list of such. Else undefined. */
export function constantOf(expression: Expression): Value | undefined {
  if (expression.kind === 'literal') return expression.value
  if (expression.kind === 'negate') return negativeOf(expression.operand)
  return expression.kind === 'list' ? allConstant(expression.items) : undefined
}

function negativeOf(operand: Expression): number | undefined {
  const value = constantOf(operand)
  return typeof value === 'number' ? -value : undefined
}

export function allConstant(expressions: readonly Expression[]): readonly Value[] | undefined {
  const values: Value[] = []
  for (const each of expressions) {
    const value = constantOf(each)
    if (value === undefined) return undefined
    values.push(value)
  }
  // It is handed out with every comparison that it takes part in.
  return Object.freeze(values)
}

/** The key of `a.key` and `a["key"]`, which are the same. */
export function constantKey(expression: Expression): string | undefined {
  if (expression.kind === 'member') return expression.member.text
  if (expression.kind !== 'index' || expression.index.kind !== 'literal') return undefined
  return typeof expression.index.value === 'string' ? expression.index.value : undefined
}

export const constant =
  (value: Value): Evaluator =>
  () =>
    value
