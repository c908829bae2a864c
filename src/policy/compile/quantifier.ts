import type {QuantifierExpression} from '../parse/expression.js'
import {spend} from '../values/budget.js'
import {itemsIn} from '../values/items.js'
import {compileTest, compileValue} from './compile.js'
import type {Context} from './context.js'
import {located} from './located.js'
import type {Evaluator} from './scope.js'
import {bind} from './variables.js'

/** `any(body for variable in list)` and `all(…)`. Both are false for null: nothing to ask is no proof that all is well. */
export function compileQuantifier(expression: QuantifierExpression, context: Context): Evaluator<boolean> {
  const {cell, variables} = bind(expression, context.variables)
  const body = compileTest(expression.body, {...context, variables})
  const list = compileValue(expression.list, context)
  const {tape} = context
  const settling = expression.quantifier === 'any'
  return located(expression, (scope) => {
    const value = list(scope)
    if (value === null) return false
    const before = tape?.comparisons.length ?? 0
    for (const item of itemsIn(value, expression.quantifier)) {
      spend(1)
      // Only those of the last item, which settled it: a long list must not make a long decision.
      if (tape) tape.comparisons.length = before
      cell.value = item
      if (body(scope) === settling) return settling
    }
    return !settling
  })
}
