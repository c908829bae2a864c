import {compileTest} from '../compile/compile.js'
import {constantKey} from '../compile/constant.js'
import {type Context, sourceOf} from '../compile/context.js'
import {factOf} from '../compile/member.js'
import {type Path, readsOf} from '../compile/reads.js'
import type {Evaluator, Scope} from '../compile/scope.js'
import {bind} from '../compile/variables.js'
import {childrenOf, type Expression} from '../parse/expression.js'
import {startCounting} from '../values/budget.js'
import {EvaluationError} from '../values/failure.js'
import type {Value} from '../values/value.js'

/** A part of a condition with what it came to: exactly one of `value`, `error` and `notEvaluated` is there. */
export interface Explanation {
  readonly kind: Expression['kind']
  /** The part as it stands in the condition, at these offsets. */
  readonly source: string
  readonly start: number
  readonly end: number
  readonly value?: Value
  /** Why it could not be worked out; told of the part where it happened and of all around it. */
  readonly error?: string
  /** What came before had settled the matter. */
  readonly notEvaluated?: true
  /** Where the value comes from in what the caller gave, for whoever must hide secrets. */
  readonly reads: readonly Path[]
  /** Inside `any` and `all`: for the last item that was looked at, which is the one that settled it. */
  readonly children: readonly Explanation[]
}

export type Explain = (scope: Scope) => Explanation

interface Outcome {
  readonly value?: Value
  readonly error?: string
}

/** A form of the condition that tells what each part came to. */
export function explainer(expression: Expression, plain: Context): Explain {
  const seen = new Map<Expression, Outcome>()
  const context: Context = {...plain, watch: watching(expression, seen)}
  const evaluate = compileTest(expression, context)
  return (scope) => {
    seen.clear()
    startCounting()
    settle(evaluate, scope)
    const explanation = explanationOf(expression, {context, seen, isReached: true})
    seen.clear()
    return explanation
  }
}

function settle(evaluate: Evaluator, scope: Scope): void {
  try {
    evaluate(scope)
  } catch (error) {
    // It has been noted at the part where it happened.
    if (!(error instanceof EvaluationError)) throw error
  }
}

function watching(root: Expression, seen: Map<Expression, Outcome>): NonNullable<Context['watch']> {
  const forgotten = partsOfLoops(root)
  return (expression, evaluate) => {
    const before = forgotten.get(expression) ?? []
    return (scope) => {
      // What an earlier item left behind must not be shown as this one's.
      for (const part of before) seen.delete(part)
      try {
        const value = evaluate(scope)
        seen.set(expression, {value})
        return value
      } catch (error) {
        if (error instanceof EvaluationError) seen.set(expression, {error: error.message})
        throw error
      }
    }
  }
}

/** For the body of each loop: all parts that are worked out anew with each item. */
function partsOfLoops(expression: Expression): Map<Expression, readonly Expression[]> {
  const found = new Map<Expression, readonly Expression[]>()
  for (const part of partsOf(expression)) {
    if (part.kind === 'quantifier') found.set(part.body, partsOf(part.body))
  }
  return found
}

const partsOf = (expression: Expression): readonly Expression[] => [
  expression,
  ...childrenOf(expression).flatMap(partsOf),
]

interface View {
  readonly context: Context
  readonly seen: ReadonlyMap<Expression, Outcome>
  /** False inside a part that was not looked at. */
  readonly isReached: boolean
}

function explanationOf(expression: Expression, view: View): Explanation {
  const {kind, start, end} = expression
  const outcome = view.isReached ? outcomeOf(expression, view.seen) : undefined
  const inside = {...view, context: contextInside(expression, view.context), isReached: outcome !== undefined}
  return {
    kind,
    source: sourceOf(view.context, expression),
    start,
    end,
    ...(outcome ?? {notEvaluated: true}),
    reads: readsOf(expression, view.context.variables),
    children: visibleParts(expression).map((part) => explanationOf(part, inside)),
  }
}

function contextInside(expression: Expression, context: Context): Context {
  return expression.kind === 'quantifier'
    ? {...context, variables: bind(expression, context.variables).variables}
    : context
}

function outcomeOf(expression: Expression, seen: ReadonlyMap<Expression, Outcome>): Outcome | undefined {
  return seen.get(expression) ?? (expression.kind === 'literal' ? {value: expression.value} : undefined)
}

/** `session` in `session.id` is no part with a value of its own, nor is the key of `a["key"]`. */
function visibleParts(expression: Expression): readonly Expression[] {
  if (expression.kind !== 'member' && expression.kind !== 'index') return childrenOf(expression)
  if (factOf(expression.object)) return []
  return constantKey(expression) === undefined ? childrenOf(expression) : [expression.object]
}
