import type {Comparison} from '../../model/comparison.js'
import type {Expression, Span} from '../parse/expression.js'
import type {Value} from '../values/value.js'
import type {Evaluator} from './scope.js'

/** How the parts of one condition are compiled: which names loops have bound, and who watches. */
export interface Context {
  readonly source: string
  readonly variables: ReadonlyMap<string, Cell>
  /** Takes down each comparison as it is made. */
  readonly tape?: Tape
  /** Sees each part's value. */
  readonly watch?: Watch
}

/** Where a loop keeps its current item. One per loop and not per evaluation: evaluating never overlaps itself. */
export interface Cell {
  value: Value
}

export interface Tape {
  comparisons: Comparison[]
}

export type Watch = (expression: Expression, evaluator: Evaluator) => Evaluator

export type {Comparison}

export const sourceOf = ({source}: Context, {start, end}: Span): string => source.slice(start, end)
