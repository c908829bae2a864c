import type {QuantifierExpression} from '../parse/expression.js'
import {spend} from '../values/budget.js'
import {itemsIn} from '../values/items.js'
import type {Value} from '../values/value.js'
import {compileTest, compileValue} from './compile.js'
import type {Context, Tape} from './context.js'
import {located} from './located.js'
import {recordQuantifier} from './recording.js'
import type {Evaluator, Scope} from './scope.js'
import {bind} from './variables.js'

/** `any(body for variable in list)` and `all(…)`. Both are false for null: nothing to ask is no proof that all is well. */
export function compileQuantifier(expression: QuantifierExpression, context: Context): Evaluator<boolean> {
  const {cell, variables} = bind(expression, context.variables)
  const body = compileTest(expression.body, {...context, variables})
  const list = compileValue(expression.list, context)
  const {tape} = context
  const settling = expression.quantifier === 'any'
  const itemsOf = (scope: Scope): readonly Value[] | null => {
    const value = list(scope)
    return value === null ? null : itemsIn(value, expression.quantifier)
  }
  const ask = (items: readonly Value[] | null, scope: Scope): boolean => {
    if (items === null) return false
    const before = tape?.comparisons.length ?? 0
    for (const item of items) {
      spend(1)
      // Only those of the last item, which settled it: a long list must not make a long decision.
      if (tape) tape.comparisons.length = before
      cell.value = item
      if (body(scope) === settling) return settling
    }
    return !settling
  }
  const evaluate: Loop = {itemsOf, ask}
  return located(
    expression,
    tape ? recordedLoop(evaluate, expression, context, tape) : (scope) => ask(itemsOf(scope), scope),
  )
}

interface Loop {
  itemsOf(scope: Scope): readonly Value[] | null
  ask(items: readonly Value[] | null, scope: Scope): boolean
}

/** A loop in which nothing was compared is taken down itself, or nothing would show what decided. */
function recordedLoop(
  {itemsOf, ask}: Loop,
  expression: QuantifierExpression,
  context: Context,
  tape: Tape,
): Evaluator<boolean> {
  const record = recordQuantifier(expression, context, tape)
  return (scope) => {
    let items: readonly Value[] | null = null
    try {
      items = itemsOf(scope)
    } catch (error) {
      record(null, false)
      throw error
    }
    const before = tape.comparisons.length
    const result = ask(items, scope)
    if (tape.comparisons.length === before) record(items?.length ?? 0, result)
    return result
  }
}
