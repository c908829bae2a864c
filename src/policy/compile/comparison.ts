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
import {recordLink, recordTest} from './recording.js'
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

/** A link whose right side is the same for every call. */
export type Test = (left: Value) => boolean

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
  const test = literal === undefined ? undefined : testAgainst(link, literal)
  if (literal === undefined || !test)
    return compileRelation(link, {left, relation: relationOf(link)}, context)
  // Whoever watches must see the right side, and yet the same steps must be counted, or the limit is met by one form only.
  if (context.watch) return compileRelation(link, {left, relation: test}, context)
  return context.tape
    ? recordTest({link, left, literal, test}, context, context.tape)
    : (scope) => test(left(scope))
}

interface Relating {
  readonly left: Evaluator
  readonly relation: Relation
}

function compileRelation(link: Link, {left, relation}: Relating, context: Context): Evaluator<boolean> {
  const right = compileValue(link.right, context)
  if (!context.tape) return (scope) => relation(left(scope), right(scope))
  const record = recordLink(link, context)
  return (scope) => {
    let actual: Value = null
    let expected: Value = null
    let result = false
    try {
      actual = left(scope)
      expected = right(scope)
      result = relation(actual, expected)
    } finally {
      record(actual, expected, result)
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
    record: context.tape ? recordLink(link, context) : undefined,
  }))
  return (scope) => {
    let left: Value = null
    try {
      left = first(scope)
    } catch (error) {
      steps[0]?.record?.(null, null, false)
      throw error
    }
    for (const {right, relation, record} of steps) {
      let value: Value = null
      let result = false
      try {
        value = right(scope)
        result = relation(left, value)
      } finally {
        record?.(left, value, result)
      }
      if (!result) return false
      left = value
    }
    return true
  }
}

const nothing: Expression = {kind: 'literal', value: null, start: 0, end: 0}

function relationOf({operator, span}: Link): Relation {
  const relation = relations[operator]
  return (left, right) => {
    try {
      return relation(left, right)
    } catch (error) {
      throw locate(error, span)
    }
  }
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

/** A quicker way for what most conditions compare with: a text, a number, a list of them. */
function testAgainst(link: Link, literal: Value): Test | undefined {
  if (typeof literal === 'object' && literal !== null) return testAmong(link, literal)
  if (link.operator === '==') return (value) => value === literal
  if (link.operator === '!=') return (value) => value !== literal
  return typeof literal === 'number' ? testOrder(link, literal) : undefined
}

function testOrder(link: Link, literal: number): Test | undefined {
  const slow = relationOf(link)
  switch (link.operator) {
    case '<':
      return (value) => (typeof value === 'number' ? value < literal : slow(value, literal))
    case '<=':
      return (value) => (typeof value === 'number' ? value <= literal : slow(value, literal))
    case '>':
      return (value) => (typeof value === 'number' ? value > literal : slow(value, literal))
    case '>=':
      return (value) => (typeof value === 'number' ? value >= literal : slow(value, literal))
    default:
      return undefined
  }
}

function testAmong({operator}: Link, literal: Value): Test | undefined {
  if (!Array.isArray(literal) || literal.some((item) => typeof item === 'object' && item !== null))
    return undefined
  const items = new Set<Value>(literal)
  if (operator === 'in') return (value) => items.has(value)
  return operator === 'not in' ? (value) => !items.has(value) : undefined
}
