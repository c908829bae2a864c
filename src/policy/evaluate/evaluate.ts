import {checkExpression} from '../check/check.js'
import {compileValue} from '../compile/compile.js'
import type {Evaluator, Scope} from '../compile/scope.js'
import {readExpression} from '../parse/read-expression.js'
import {startCounting} from '../values/budget.js'
import {EvaluationError} from '../values/failure.js'
import type {Value} from '../values/value.js'

/** What an expression is worth, or all that is wrong with it. */
export type Evaluated = {value: Value} | {errors: readonly EvaluationFault[]}

export interface EvaluationFault {
  code: string
  message: string
  /** In the expression's own text, from 1. */
  line: number
  column: number
  length: number
  suggestion?: string
}

/** Evaluates expressions; one that comes again is not compiled again. */
export class Evaluations {
  private readonly compiled = new Map<string, Compiled>()

  evaluate(source: string, scope: Scope): Evaluated {
    const compiled = this.compiled.get(source) ?? this.remember(source, compile(source))
    if ('errors' in compiled) return compiled
    try {
      startCounting()
      return {value: compiled.evaluate(scope)}
    } catch (error) {
      if (error instanceof EvaluationError)
        return {errors: [faultAt(source, {code: 'EVALUATION_ERROR', ...error, message: error.message})]}
      throw error
    }
  }

  private remember(source: string, compiled: Compiled): Compiled {
    // A million different expressions through one pipe must not fill the memory.
    if (this.compiled.size >= 1000) this.compiled.clear()
    this.compiled.set(source, compiled)
    return compiled
  }
}

type Compiled = {evaluate: Evaluator} | {errors: readonly EvaluationFault[]}

function compile(source: string): Compiled {
  const {expression, problems} = readExpression(source)
  const all = expression === undefined ? problems : [...problems, ...checkExpression(expression)]
  if (expression === undefined || all.length > 0) {
    return {errors: all.toSorted((a, b) => a.start - b.start).map((problem) => faultAt(source, problem))}
  }
  return {evaluate: compileValue(expression, {source, variables: new Map()})}
}

interface Spanned {
  code: string
  message: string
  start: number
  end: number
  suggestion?: string
}

function faultAt(source: string, {code, message, start, end, suggestion}: Spanned): EvaluationFault {
  const before = source.slice(0, Math.max(start, 0)).split('\n')
  const place = {
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
    length: Math.max(1, end - start),
  }
  return {code, message, ...place, ...(suggestion !== undefined && {suggestion})}
}
