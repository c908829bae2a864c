import {checkExpression} from './check/check.js'
import type {Asked} from './compile/ask.js'
import {compileTest} from './compile/compile.js'
import type {Context} from './compile/context.js'
import {type Needs, needsOf} from './compile/needs.js'
import type {Evaluator, Scope} from './compile/scope.js'
import {toolNamesOf} from './compile/tool-names.js'
import {type Explain, type Explanation, explainer} from './explain/explanation.js'
import type {Expression} from './parse/expression.js'
import {Limit} from './parse/limits.js'
import {readExpression} from './parse/read-expression.js'
import type {ExpressionProblem} from './problem.js'

/** A condition, checked and compiled. */
export interface Condition extends Asked<Scope> {
  readonly source: string
  /** Read anew each time, for whoever looks at the parts: deciding does not, and would be slowed by so much memory in use. */
  readonly expression: Expression
  readonly needs: Needs
  /**
   * The only tools for which the condition can hold, or can't be worked out. Nothing when it may for any tool. For every other tool
   * it is false without an error, so that an index may leave it out.
   */
  readonly toolNames: ReadonlySet<string> | undefined
  /** What every part came to. Throws nothing: an error is part of the explanation. */
  explain(scope: Scope): Explanation
}

export interface CheckedCondition {
  /** Nothing when there are problems. */
  readonly condition?: Condition
  readonly problems: readonly ExpressionProblem[]
}

/** Reads, checks and compiles a condition's text; says all that is wrong with it. Throws nothing. */
export function checkCondition(source: string): CheckedCondition {
  const {expression, problems} = readExpression(source)
  if (!expression) return {problems}
  const all = inOrder([...problems, ...checkExpression(expression)])
  if (all.length > 0) return {problems: all}
  return {condition: createCondition(source, expression), problems: []}
}

/** Compiles the expression that was read from the source, and is known to be right. */
export const createCondition = (source: string, expression: Expression): Condition =>
  new CompiledCondition(source, expression)

/** The same for a part of the source, or the whole, that is only to be asked. */
export const compileCondition = (source: string, expression: Expression): Evaluator<boolean> =>
  compileTest(expression, contextOf(source))

const inOrder = (problems: readonly ExpressionProblem[]): readonly ExpressionProblem[] =>
  problems.toSorted((a, b) => a.start - b.start).slice(0, Limit.problems)

class CompiledCondition implements Condition {
  readonly needs: Needs
  readonly toolNames: ReadonlySet<string> | undefined
  readonly holds: Evaluator<boolean>
  private explainer: Explain | undefined

  constructor(
    readonly source: string,
    expression: Expression,
  ) {
    this.needs = needsOf(expression)
    this.toolNames = toolNamesOf(expression)
    this.holds = compileCondition(source, expression)
  }

  get expression(): Expression {
    const {expression} = readExpression(this.source)
    if (expression === undefined) throw new Error(`Was read, and can't be read again: ${this.source}`)
    return expression
  }

  explain(scope: Scope): Explanation {
    this.explainer ??= explainer(this.expression, contextOf(this.source))
    return this.explainer(scope)
  }
}

const contextOf = (source: string): Context => ({source, variables: new Map()})
