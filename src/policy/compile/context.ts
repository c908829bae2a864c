import type {Expression, Span} from '../parse/expression.js'
import type {Evaluator} from './scope.js'
import type {Variables} from './variables.js'

/** How the parts of one condition are compiled: which names loops have bound, and who watches. */
export interface Context {
  readonly source: string
  readonly variables: Variables
  /** Sees each part's value. */
  readonly watch?: Watch
}

type Watch = (expression: Expression, evaluator: Evaluator) => Evaluator

export const sourceOf = ({source}: Context, {start, end}: Span): string => source.slice(start, end)
