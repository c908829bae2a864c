import type {Span} from '../parse/expression.js'
import {EvaluationError} from '../values/failure.js'
import type {Value} from '../values/value.js'
import type {Evaluator} from './scope.js'

/** Gives an error that has no place yet that of this part; one that has a place came from further inside. */
export function locate(error: unknown, {start, end}: Span): unknown {
  if (!(error instanceof EvaluationError) || error.start >= 0) return error
  return new EvaluationError(error.message, start, end)
}

export function located<Result extends Value>(span: Span, evaluate: Evaluator<Result>): Evaluator<Result> {
  return (scope) => {
    try {
      return evaluate(scope)
    } catch (error) {
      throw locate(error, span)
    }
  }
}
