import type {QuantifierExpression} from '../parse/expression.js'
import type {Value} from '../values/value.js'
import {below, type Path, readsOf} from './reads.js'

/** Where a loop keeps its current item. One per loop and not per evaluation: evaluating never overlaps itself. */
export interface Cell {
  value: Value
  /** Where the items come from. */
  readonly reads: readonly Path[]
}

/** The names that loops have bound. */
export type Variables = ReadonlyMap<string, Cell>

export function bind(
  {variable, list}: QuantifierExpression,
  outer: Variables,
): {cell: Cell; variables: Variables} {
  const cell: Cell = {value: null, reads: below(readsOf(list, outer), '*')}
  return {cell, variables: new Map([...outer, [variable.text, cell]])}
}
