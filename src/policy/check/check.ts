import {functions} from '../functions/registry.js'
import type {Expression, QuantifierExpression} from '../parse/expression.js'
import {Limit} from '../parse/limits.js'
import type {ExpressionProblem} from '../problem.js'
import {
  anyType,
  booleanType,
  either,
  itemsOf,
  Kind,
  listOf,
  mayBe,
  nullType,
  numberType,
  type Type,
  textType,
  typeText,
} from '../values/type.js'
import {checkCall, checkMethod} from './application.js'
import {checkArithmetic} from './arithmetic.js'
import {checkComparison} from './comparison.js'
import {checkIndex, checkMember} from './member.js'
import {checkName} from './name.js'
import {documentedNames} from './names.js'
import {Report, shown} from './report.js'

/** Names that loops have bound, with what they stand for. */
export type Variables = ReadonlyMap<string, Type>

/** All that can be known to be wrong with an expression before there is a call, in the order of the text. */
export function checkExpression(expression: Expression): readonly ExpressionProblem[] {
  const report = new Report()
  typeOf(expression, new Map(), report)
  return report.problems.toSorted((a, b) => a.start - b.start).slice(0, Limit.problems)
}

/** The type of an expression; what is wrong in it is told. A part with a problem may be anything, so that it is told once. */
export function typeOf(expression: Expression, variables: Variables, report: Report): Type {
  switch (expression.kind) {
    case 'literal':
      return literalType(expression.value)
    case 'list':
      return listOf(either(...expression.items.map((item) => typeOf(item, variables, report))))
    case 'name':
      return checkName(expression, variables, report)
    case 'member':
      return checkMember(expression, variables, report)
    case 'index':
      return checkIndex(expression, variables, report)
    case 'method':
      return checkMethod(expression, variables, report)
    case 'call':
      return checkCall(expression, variables, report)
    case 'quantifier':
      return checkQuantifier(expression, variables, report)
    case 'not':
      typeOf(expression.operand, variables, report)
      return booleanType
    case 'negate':
      return checkNegate(expression.operand, variables, report)
    case 'logical':
      return either(...expression.operands.map((operand) => typeOf(operand, variables, report)))
    case 'comparison':
      checkComparison(expression, variables, report)
      return booleanType
    case 'arithmetic':
      return checkArithmetic(expression, variables, report)
  }
}

function literalType(value: string | number | boolean | null): Type {
  if (value === null) return nullType
  if (typeof value === 'string') return textType
  return typeof value === 'number' ? numberType : booleanType
}

function checkNegate(operand: Expression, variables: Variables, report: Report): Type {
  const type = typeOf(operand, variables, report)
  if (!mayBe(type, Kind.number)) {
    report.tell('WRONG_TYPE', `\`-\` takes a number, and this is ${typeText(type)}`, operand)
  }
  return numberType
}

function checkQuantifier(expression: QuantifierExpression, variables: Variables, report: Report): Type {
  const {variable, list, body, quantifier} = expression
  const type = typeOf(list, variables, report)
  if (!mayBe(type, Kind.list | Kind.text | Kind.map)) {
    report.tell(
      'WRONG_TYPE',
      `\`${quantifier}\` goes over the items of a list, and this is ${typeText(type)}`,
      list,
    )
  }
  const isTaken =
    variables.has(variable.text) || documentedNames.includes(variable.text) || functions.has(variable.text)
  if (isTaken) {
    report.tell(
      'NAME_TAKEN',
      `${shown(variable.text)} already means something here`,
      variable,
      'Choose another name',
    )
  }
  typeOf(body, new Map([...variables, [variable.text, isTaken ? anyType : itemType(type)]]), report)
  return booleanType
}

/** What a loop over such a value meets: items of lists, keys of maps, characters of texts. */
function itemType(type: Type): Type {
  if (!mayBe(type, Kind.list | Kind.text | Kind.map)) return anyType
  if (!mayBe(type, Kind.list)) return textType
  return mayBe(type, Kind.text | Kind.map) ? either(itemsOf(type), textType) : itemsOf(type)
}
