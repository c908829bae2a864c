import type {QuantifierExpression} from '../parse/expression.js'
import {spend} from '../values/budget.js'
import {itemsIn} from '../values/items.js'
import type {Value} from '../values/value.js'
import {compileTest, compileValue} from './compile.js'
import {type Context, sourceOf} from './context.js'
import {located} from './located.js'
import {quantifierNote} from './recording.js'
import type {Evaluator, Scope} from './scope.js'
import {type Note, rewindTape, takeDown, tapeLength} from './tape.js'
import {bind} from './variables.js'

/** `any(body for variable in list)` and `all(…)`. Both are false for null: nothing to ask is no proof that all is well. */
export function compileQuantifier(expression: QuantifierExpression, context: Context): Evaluator<boolean> {
  const {cell, variables} = bind(expression, context.variables)
  const body = compileTest(expression.body, {...context, variables})
  const list = compileValue(expression.list, context)
  const note = quantifierNote(expression, context)
  const settling = expression.quantifier === 'any'
  const itemsOf = (scope: Scope): readonly Value[] | null => {
    const value = list(scope)
    return value === null ? null : itemsIn(value, expression.quantifier)
  }
  const ask = (items: readonly Value[] | null, scope: Scope): boolean => {
    if (items === null) return false
    const before = tapeLength()
    for (const item of items) {
      spend(1)
      // Only those of the last item, which settled it: a long list must not make a long decision.
      rewindTape(before)
      cell.value = item
      if (body(scope) === settling) return settling
    }
    return !settling
  }
  return located(expression, takingDown({itemsOf, ask}, note, sourceOf(context, expression.body)))
}

interface Loop {
  itemsOf(scope: Scope): readonly Value[] | null
  ask(items: readonly Value[] | null, scope: Scope): boolean
}

/** A loop in which nothing was compared is taken down itself, or nothing would show what decided. */
function takingDown({itemsOf, ask}: Loop, note: Note, body: string): Evaluator<boolean> {
  return (scope) => {
    let items: readonly Value[] | null = null
    try {
      items = itemsOf(scope)
    } catch (error) {
      takeDown(note, null, body, false)
      throw error
    }
    const before = tapeLength()
    const result = ask(items, scope)
    if (tapeLength() === before) takeDown(note, items?.length ?? 0, body, result)
    return result
  }
}
