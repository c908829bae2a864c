import {constantOf} from '../compile/constant.js'
import type {ArithmeticExpression, ArithmeticOperator} from '../parse/expression.js'
import {anyType, isAny, Kind, mayBe, type Type, typeText} from '../values/type.js'
import {typeOf, type Variables} from './check.js'
import type {Report} from './report.js'

/** The kinds that an operator can be given side by side, and the kind that comes of them. */
type Rule = readonly [left: number, right: number, result: number]

const numbers: Rule = [Kind.number, Kind.number, Kind.number]
const additions: readonly Rule[] = [
  numbers,
  [Kind.text, Kind.text, Kind.text],
  [Kind.list, Kind.list, Kind.list],
]
const multiplications: readonly Rule[] = [
  numbers,
  [Kind.text, Kind.number, Kind.text],
  [Kind.number, Kind.text, Kind.text],
  [Kind.list, Kind.number, Kind.list],
  [Kind.number, Kind.list, Kind.list],
]

const rulesFor = (operator: ArithmeticOperator): readonly Rule[] => {
  if (operator === '+') return additions
  return operator === '*' ? multiplications : [numbers]
}

export function checkArithmetic(
  expression: ArithmeticExpression,
  variables: Variables,
  report: Report,
): Type {
  const {operator} = expression
  const left = typeOf(expression.left, variables, report)
  const right = typeOf(expression.right, variables, report)
  const possible = rulesFor(operator).filter(([a, b]) => mayBe(left, a) && mayBe(right, b))
  if (possible.length === 0) {
    const known = [left, right].filter((type) => !isAny(type)).map(typeText)
    const message = `\`${operator}\` can't be applied to ${known.join(' and ')}`
    report.tell('WRONG_TYPE', message, expression, suggestionFor(operator, left, right))
    return anyType
  }
  const divides = operator === '/' || operator === '//' || operator === '%'
  if (divides && constantOf(expression.right) === 0) {
    report.tell('ALWAYS_FAILS', 'Division by zero', expression.right)
  }
  return {kinds: possible.reduce((kinds, [, , result]) => kinds | result, 0)}
}

function suggestionFor(operator: ArithmeticOperator, left: Type, right: Type): string | undefined {
  const joins = operator === '+' && (left.kinds === Kind.text || right.kinds === Kind.text)
  return joins ? 'Write str(x) to join a value to text' : undefined
}
