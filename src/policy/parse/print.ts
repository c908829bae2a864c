import type {ComparisonExpression, Expression, LogicalExpression, QuantifierExpression} from './expression.js'
import {escapeOf} from './text.js'
import {isInvisible} from './unusual.js'

/** How strongly the parts of an expression hold together; the weaker needs brackets inside the stronger. */
const Strength = {or: 1, and: 2, not: 3, comparison: 4, sum: 5, product: 6, sign: 7, access: 8} as const

/** The expression as we write it: one spelling for each meaning, and no bracket that is not needed. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return printLiteral(expression.value)
    case 'list':
      return `[${printAll(expression.items)}]`
    case 'name':
      return expression.name
    case 'member':
      return `${within(expression.object, Strength.access)}.${expression.member.text}`
    case 'index':
      return `${within(expression.object, Strength.access)}[${printExpression(expression.index)}]`
    case 'method':
      return `${within(expression.object, Strength.access)}.${expression.method.text}(${printAll(expression.args)})`
    case 'call':
      return `${expression.callee.text}(${printAll(expression.args)})`
    case 'quantifier':
      return printQuantifier(expression)
    case 'not':
      return `not ${within(expression.operand, Strength.not)}`
    case 'negate':
      return `-${within(expression.operand, Strength.sign)}`
    case 'logical':
      return printLogical(expression)
    case 'comparison':
      return printComparison(expression)
    case 'arithmetic': {
      const strength = strengthOf(expression)
      return `${within(expression.left, strength)} ${expression.operator} ${within(expression.right, strength + 1)}`
    }
  }
}

const printAll = (expressions: readonly Expression[]): string => expressions.map(printExpression).join(', ')

function within(expression: Expression, strength: number): string {
  const printed = printExpression(expression)
  return strengthOf(expression) < strength || isNumberWithMember(expression, strength)
    ? `(${printed})`
    : printed
}

/** `1.x` would be taken for a number. */
const isNumberWithMember = (expression: Expression, strength: number): boolean =>
  strength === Strength.access && expression.kind === 'literal' && typeof expression.value === 'number'

function strengthOf(expression: Expression): number {
  switch (expression.kind) {
    case 'logical':
      return Strength[expression.operator]
    case 'not':
      return Strength.not
    case 'comparison':
      return Strength.comparison
    case 'arithmetic':
      return expression.operator === '+' || expression.operator === '-' ? Strength.sum : Strength.product
    case 'negate':
      return Strength.sign
    default:
      return Strength.access
  }
}

function printLogical({operator, operands}: LogicalExpression): string {
  return operands.map((operand) => within(operand, Strength[operator] + 1)).join(` ${operator} `)
}

function printComparison({first, links}: ComparisonExpression): string {
  const rest = links.map(({operator, right}) => ` ${operator} ${within(right, Strength.sum)}`)
  return within(first, Strength.sum) + rest.join('')
}

function printQuantifier({quantifier, body, variable, list}: QuantifierExpression): string {
  return `${quantifier}(${printExpression(body)} for ${variable.text} in ${printExpression(list)})`
}

function printLiteral(value: string | number | boolean | null): string {
  if (typeof value === 'string') return printText(value)
  // In full it would be a whole number too large to be exact, and not be read again.
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))
    return value.toExponential()
  return String(value)
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

function printText(text: string): string {
  let printed = '"'
  for (const character of text) printed += printCharacter(character)
  return `${printed}"`
}

function printCharacter(character: string): string {
  if (Object.hasOwn(escapes, character)) return escapes[character] ?? character
  const codePoint = character.codePointAt(0) ?? 0
  return isInvisible(codePoint) ? escapeOf(codePoint) : character
}
