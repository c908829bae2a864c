import {type Link, linksOf} from '../compile/comparison.js'
import {constantOf} from '../compile/constant.js'
import type {ComparisonExpression, Expression} from '../parse/expression.js'
import {isAny, itemsOf, Kind, manyText, mayBe, mayEqual, type Type, typeText} from '../values/type.js'
import {typeOf, type Variables} from './check.js'
import {type Report, sentence} from './report.js'

export function checkComparison(
  expression: ComparisonExpression,
  variables: Variables,
  report: Report,
): void {
  let left = typeOf(expression.first, variables, report)
  for (const link of linksOf(expression)) {
    const right = typeOf(link.right, variables, report)
    checkLink(link, left, right, report)
    left = right
  }
}

function checkLink(link: Link, left: Type, right: Type, report: Report): void {
  if (link.operator === 'in' || link.operator === 'not in') checkMembership(link, left, right, report)
  else if (link.operator === '==' || link.operator === '!=') checkEquality(link, left, right, report)
  else checkOrdering(link, left, right, report)
}

function checkEquality(link: Link, left: Type, right: Type, report: Report): void {
  if (mayEqual(left, right)) return
  const message = `${sentence(typeText(left))} never equals ${typeText(right)}`
  report.tell('NEVER_MATCHES', message, link.span, otherSpelling(link, left, right))
}

function checkOrdering(link: Link, left: Type, right: Type, report: Report): void {
  const orderable = Kind.boolean | Kind.number | Kind.text | Kind.list
  if ((left.kinds & right.kinds & orderable) !== 0) return
  report.tell('NEVER_MATCHES', orderMessage(left, right), link.span, otherSpelling(link, left, right))
}

function orderMessage(left: Type, right: Type): string {
  const [one, other] = [left, right].filter((type) => !isAny(type)).map(typeText)
  return other === undefined || one === other
    ? `${sentence(one ?? '')} has no order`
    : `${sentence(one ?? '')} and ${other} have no order`
}

function checkMembership(link: Link, left: Type, right: Type, report: Report): void {
  const isPossible =
    (mayBe(right, Kind.text | Kind.map) && mayBe(left, Kind.text)) ||
    (mayBe(right, Kind.list) && mayEqual(left, itemsOf(right)))
  if (isPossible) return
  if (!mayBe(right, Kind.text | Kind.list | Kind.map)) {
    const message = `\`${link.operator}\` looks into text, a list or a map, and this is ${typeText(right)}`
    report.tell('NEVER_MATCHES', message, link.right)
  } else if (itemsOf(right).kinds === 0) {
    report.tell('NEVER_MATCHES', 'Nothing is in an empty list', link.span)
  } else {
    const items = mayBe(right, Kind.list) ? `a list of ${manyText(itemsOf(right))}` : typeText(right)
    report.tell('NEVER_MATCHES', `${sentence(typeText(left))} is never in ${items}`, link.span)
  }
}

/** The literal as the other side would have it: 3 for "3", "3" for 3. */
function otherSpelling(link: Link, left: Type, right: Type): string | undefined {
  return literalAs(link.right, left) ?? literalAs(link.left, right)
}

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

function literalAs(literal: Expression, wanted: Type): string | undefined {
  const value = constantOf(literal)
  if (value === null && !isAny(wanted)) return undefined
  if (value === null) return 'Write == null or != null'
  const day = typeof value === 'string' && mayBe(wanted, Kind.number) ? days.indexOf(value.toLowerCase()) : -1
  if (day !== -1) return `Write ${day}: Monday is 0`
  if (typeof value === 'string' && mayBe(wanted, Kind.number) && /^-?[0-9]+(\.[0-9]+)?$/.test(value)) {
    return `Write ${value}, without quotes`
  }
  if (typeof value === 'number' && mayBe(wanted, Kind.text)) return `Write "${value}", in quotes`
  if (typeof value === 'number' && mayBe(wanted, Kind.boolean)) return 'Write true or false'
  if (typeof value === 'string' && mayBe(wanted, Kind.boolean) && /^(true|false)$/i.test(value)) {
    return `Write ${value.toLowerCase()}, without quotes`
  }
  return undefined
}
