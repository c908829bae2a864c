import type {ComparisonExpression, ComparisonOperator, Expression, Span} from '../parse/expression.js'
import {spend} from '../values/budget.js'
import {isEqual} from '../values/equality.js'
import {compare} from '../values/order.js'
import {contains} from '../values/text.js'
import type {Value} from '../values/value.js'
import {compileValue} from './compile.js'
import {constantOf} from './constant.js'
import type {Context} from './context.js'
import {locate} from './located.js'
import {linkNote, takeDownLink} from './recording.js'
import type {Evaluator} from './scope.js'

/** One `left operator right` of a chain. */
export interface Link {
  readonly left: Expression
  readonly operator: ComparisonOperator
  readonly right: Expression
  /** From the beginning of the left to the end of the right side. */
  readonly span: Span
}

type Relation = (left: Value, right: Value) => boolean

/** A comparison's links, each with both its sides. */
export function linksOf({first, links}: ComparisonExpression): readonly Link[] {
  return links.map(({operator, right}, at) => {
    const left = at === 0 ? first : (links[at - 1]?.right ?? first)
    return {left, operator, right, span: {start: left.start, end: right.end}}
  })
}

export function compileComparison(expression: ComparisonExpression, context: Context): Evaluator<boolean> {
  const links = linksOf(expression)
  const [only] = links
  if (links.length === 1 && only) return compileLink(only, context)
  return compileChain(links, context)
}

function compileLink(link: Link, context: Context): Evaluator<boolean> {
  const left = compileValue(link.left, context)
  const literal = constantOf(link.right)
  // Whoever watches must see the right side, too.
  const right = literal === undefined || context.watch ? compileValue(link.right, context) : undefined
  const relation = relationOf(link)
  const note = linkNote(link, context)
  const {span} = link
  return (scope) => {
    let actual: Value = null
    let expected = literal ?? null
    let result = false
    try {
      actual = left(scope)
      if (right !== undefined) expected = right(scope)
      result = relation(actual, expected)
    } catch (error) {
      throw locate(error, span)
    } finally {
      takeDownLink(note, actual, expected, result)
    }
    return result
  }
}

/** Each side is worked out once, and none behind the first link that does not hold. */
function compileChain(links: readonly Link[], context: Context): Evaluator<boolean> {
  const first = compileValue(links[0]?.left ?? nothing, context)
  const steps = links.map((link) => ({
    right: compileValue(link.right, context),
    relation: relationOf(link),
    span: link.span,
    note: linkNote(link, context),
  }))
  return (scope) => {
    let left: Value = null
    try {
      left = first(scope)
    } catch (error) {
      if (steps[0]) takeDownLink(steps[0].note, null, null, false)
      throw error
    }
    for (const {right, relation, span, note} of steps) {
      let value: Value = null
      let result = false
      try {
        value = right(scope)
        result = relation(left, value)
      } catch (error) {
        throw locate(error, span)
      } finally {
        takeDownLink(note, left, value, result)
      }
      if (!result) return false
      left = value
    }
    return true
  }
}

const nothing: Expression = {kind: 'literal', value: null, start: 0, end: 0}

/** A list of texts and numbers is looked up at once, and not item by item. */
function relationOf({operator, right}: Link): Relation {
  if (operator !== 'in' && operator !== 'not in') return relations[operator]
  const list = constantOf(right)
  if (!Array.isArray(list) || list.some((item) => typeof item === 'object' && item !== null))
    return relations[operator]
  const items = new Set<Value>(list)
  return operator === 'in' ? (value) => items.has(value) : (value) => !items.has(value)
}

const relations: Readonly<Record<ComparisonOperator, Relation>> = {
  '==': isEqual,
  '!=': (left, right) => !isEqual(left, right),
  '<': (left, right) => compare(left, right) < 0,
  '<=': (left, right) => compare(left, right) <= 0,
  '>': (left, right) => compare(left, right) > 0,
  '>=': (left, right) => compare(left, right) >= 0,
  in: isIn,
  'not in': (left, right) => !isIn(left, right),
}

/** A part of a text, an item of a list, a key of a map. */
function isIn(left: Value, right: Value): boolean {
  if (typeof right === 'string') return typeof left === 'string' && contains(right, left)
  if (typeof right !== 'object' || right === null) return false
  if (!Array.isArray(right)) return typeof left === 'string' && Object.hasOwn(right, left)
  spend(right.length)
  return right.some((item) => isEqual(left, item))
}
