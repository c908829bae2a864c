import {linksOf} from '../compile/comparison.js'
import {compileTest} from '../compile/compile.js'
import type {Context} from '../compile/context.js'
import type {Evaluator, Scope} from '../compile/scope.js'
import {functions, methods} from '../functions/registry.js'
import {type ComparisonExpression, childrenOf, type Expression, type Span} from '../parse/expression.js'
import {startCounting} from '../values/budget.js'
import {Kind} from '../values/type.js'
import {isTrue} from '../values/value.js'

/** Something that is true or false of a call, and has been seen to be. */
export interface Point {
  readonly source: string
  seenTrue: boolean
  seenFalse: boolean
}

/** One that is a part of a condition. */
export type PointInText = Point & Span

export const createPoint = (source: string): Point => ({source, seenTrue: false, seenFalse: false})

export function see(point: Point | undefined, answer: boolean): void {
  if (point === undefined) return
  if (answer) point.seenTrue = true
  else point.seenFalse = true
}

/** A condition that notes how each of its comparisons comes out, also inside of `any` and `all`. */
export interface PointedCondition {
  readonly points: readonly PointInText[]
  /** Throws an EvaluationError when it can't be worked out. */
  evaluate(scope: Scope): boolean
}

export function pointedCondition(source: string, expression: Expression): PointedCondition {
  const marks = new Marks(source)
  marks.visit(expression, true)
  const evaluate = compileTest(expression, {source, variables: new Map(), watch: marks.watch})
  return {
    points: marks.points.toSorted((a, b) => a.start - b.start || a.end - b.end),
    evaluate(scope) {
      startCounting()
      return evaluate(scope)
    },
  }
}

type Wrap = (evaluate: Evaluator) => Evaluator

/** What is to be noted at which part. */
class Marks {
  readonly points: PointInText[] = []
  private readonly wraps = new Map<Expression, Wrap[]>()

  constructor(private readonly source: string) {}

  readonly watch: NonNullable<Context['watch']> = (expression, evaluate) =>
    (this.wraps.get(expression) ?? []).reduce((wrapped, wrap) => wrap(wrapped), evaluate)

  /** `asked`: whether the part stands where a truth is asked for. */
  visit(expression: Expression, asked: boolean): void {
    switch (expression.kind) {
      case 'comparison':
        this.markLinks(expression)
        break
      case 'logical':
      case 'not':
        for (const part of childrenOf(expression)) this.visit(part, asked || expression.kind === 'not')
        return
      case 'quantifier':
        this.visit(expression.body, true)
        this.visit(expression.list, false)
        return
      case 'literal':
        return
      default:
        if (asked || isPredicate(expression)) this.mark(expression)
    }
    for (const part of childrenOf(expression)) this.visit(part, false)
  }

  private mark(expression: Expression): void {
    const point = this.pointAt(expression)
    this.wrap(expression, (evaluate) => (scope) => {
      const value = evaluate(scope)
      see(point, isTrue(value))
      return value
    })
  }

  /** Of `a < b < c` each link is a comparison. One is only come to when all before it hold. */
  private markLinks(expression: ComparisonExpression): void {
    const links = linksOf(expression)
    const points = links.map(({span}) => this.pointAt(span))
    let begun = 0
    for (const {right} of links) {
      this.wrap(right, (evaluate) => (scope) => {
        begun++
        return evaluate(scope)
      })
    }
    this.wrap(expression, (evaluate) => (scope) => {
      begun = 0
      let held = false
      try {
        held = isTrue(evaluate(scope))
        if (!held) see(points[begun - 1], false)
        return held
      } finally {
        for (const point of points.slice(0, held ? begun : Math.max(0, begun - 1))) see(point, true)
      }
    })
  }

  private pointAt({start, end}: Span): PointInText {
    const point = {...createPoint(this.source.slice(start, end)), start, end}
    this.points.push(point)
    return point
  }

  private wrap(expression: Expression, wrap: Wrap): void {
    this.wraps.set(expression, [...(this.wraps.get(expression) ?? []), wrap])
  }
}

function isPredicate(expression: Expression): boolean {
  if (expression.kind === 'method') return methods.get(expression.method.text)?.returns.kinds === Kind.boolean
  if (expression.kind !== 'call') return false
  return functions.get(expression.callee.text)?.returns.kinds === Kind.boolean
}
