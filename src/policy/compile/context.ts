import type {Expression, Span} from '../parse/expression.js'
import type {Value} from '../values/value.js'
import type {Path} from './reads.js'
import type {Evaluator} from './scope.js'
import type {Variables} from './variables.js'

/** How the parts of one condition are compiled: which names loops have bound, and who watches. */
export interface Context {
  readonly source: string
  readonly variables: Variables
  /** Takes down each comparison as it is made. */
  readonly tape?: Tape
  /** Sees each part's value. */
  readonly watch?: Watch
}

/** A comparison that was made, and how it came out. */
export interface Comparison {
  /** The comparison as it stands in the condition. */
  readonly source: string
  /** The side that was looked at, as it stands in the condition. */
  readonly field: string
  readonly operator: string
  readonly expected: Value
  readonly actual: Value
  readonly result: boolean
  /** Where `expected` and `actual` come from in what the caller gave, for whoever must hide secrets. */
  readonly reads: readonly Path[]
}

export interface Tape {
  comparisons: Comparison[]
}

type Watch = (expression: Expression, evaluator: Evaluator) => Evaluator

export const sourceOf = ({source}: Context, {start, end}: Span): string => source.slice(start, end)
