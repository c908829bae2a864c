import {closestName} from '../../model/spelling.js'
import {constantKey} from '../compile/constant.js'
import {factOf, isSessionCalls} from '../compile/member.js'
import type {FactName} from '../compile/scope.js'
import type {Expression, IndexExpression, MemberExpression, Span} from '../parse/expression.js'
import {
  anyType,
  either,
  itemsOf,
  Kind,
  mayBe,
  nullType,
  orNull,
  type Type,
  textType,
  typeText,
} from '../values/type.js'
import {typeOf, type Variables} from './check.js'
import {factTypes} from './names.js'
import {didYouMean, type Report, sentence, shown} from './report.js'

export function checkMember(expression: MemberExpression, variables: Variables, report: Report): Type {
  const fact = factOf(expression.object)
  if (fact) return checkFact(fact, expression.member.text, expression.member, report)
  return memberType(expression.object, expression.member.text, expression.member, variables, report)
}

export function checkIndex(expression: IndexExpression, variables: Variables, report: Report): Type {
  const fact = factOf(expression.object)
  const key = constantKey(expression)
  if (fact && key !== undefined) return checkFact(fact, key, expression.index, report)
  if (fact) {
    report.tell(
      'NOT_LITERAL',
      `The members of \`${fact}\` are named`,
      expression.index,
      `Write ${fact}.${memberNames(fact)[0]}`,
    )
    typeOf(expression.index, variables, report)
    return anyType
  }
  return itemOf(expression, variables, report)
}

const memberNames = (fact: FactName): readonly string[] => Object.keys(factTypes[fact])

function checkFact(fact: FactName, member: string, at: Span, report: Report): Type {
  const members = factTypes[fact]
  const type = Object.hasOwn(members, member) ? members[member] : undefined
  if (type) return type
  const names = memberNames(fact)
  const suggestion = didYouMean(nearest(fact, member, names)) ?? `Its members are ${names.join(', ')}`
  report.tell('UNKNOWN_MEMBER', `\`${fact}\` has no member ${shown(member)}`, at, suggestion)
  return anyType
}

function nearest(fact: FactName, member: string, names: readonly string[]): string | undefined {
  const near = closestName(member, names)
  return near === undefined ? undefined : `${fact}.${near}`
}

function memberType(object: Expression, key: string, at: Span, variables: Variables, report: Report): Type {
  const type = typeOf(object, variables, report)
  if (mayBe(type, Kind.map)) return memberOfMap(object, type)
  if (type.kinds === Kind.null) return nullType
  const suggestion = ['length', 'size', 'count'].includes(key) ? 'Write len(x)' : undefined
  report.tell('UNKNOWN_MEMBER', `${sentence(typeText(type))} has no member ${shown(key)}`, at, suggestion)
  return anyType
}

/** A key may be missing, and is null then; only the count of calls is 0. */
function memberOfMap(object: Expression, type: Type): Type {
  return isSessionCalls(object) ? itemsOf(type) : orNull(itemsOf(type))
}

function itemOf({object, index}: IndexExpression, variables: Variables, report: Report): Type {
  const type = typeOf(object, variables, report)
  const indexType = typeOf(index, variables, report)
  if (!mayBe(type, Kind.map | Kind.list | Kind.text | Kind.null)) {
    report.tell('WRONG_TYPE', `${sentence(typeText(type))} has no items`, object)
    return anyType
  }
  const fitting =
    (mayBe(type, Kind.map) ? Kind.text : 0) | (mayBe(type, Kind.list | Kind.text) ? Kind.number : 0)
  if (fitting !== 0 && !mayBe(indexType, fitting)) {
    report.tell(
      'WRONG_TYPE',
      `An item of ${typeText(type)} has ${typeText({kinds: fitting})} as its index, and this is ${typeText(indexType)}`,
      index,
    )
    return anyType
  }
  if (!mayBe(type, Kind.map | Kind.list)) return mayBe(type, Kind.text) ? textType : nullType
  if (mayBe(type, Kind.map)) return mayBe(type, Kind.text | Kind.list) ? anyType : memberOfMap(object, type)
  return mayBe(type, Kind.text) ? either(itemsOf(type), textType) : itemsOf(type)
}
