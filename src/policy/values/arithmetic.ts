import type {ArithmeticOperator} from '../parse/expression.js'
import {holdSize, spend} from './budget.js'
import {fail} from './failure.js'
import {isList, kindText, type Value} from './value.js'

/** Python's arithmetic, on the one sort of number that JSON has. */
export function calculate(operator: ArithmeticOperator, left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number')
    return exact(left, right, numbers[operator](left, right))
  if (operator === '+') return join(left, right)
  if (operator === '*') return repeat(left, right)
  return fail(`\`${operator}\` can't be applied to ${kindText(left)} and ${kindText(right)}`)
}

const numbers: Readonly<Record<ArithmeticOperator, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / divisor(right),
  '//': (left, right) => floorDivision(left, divisor(right)),
  '%': (left, right) => modulo(left, divisor(right)),
}

const divisor = (number: number): number => (number === 0 ? fail('Division by zero') : number)

/** The remainder has the sign of the divisor. */
function modulo(left: number, right: number): number {
  const rest = left % right
  return rest !== 0 && rest < 0 !== right < 0 ? rest + right : rest
}

/** Not `floor(left / right)`: the quotient may have been rounded up to the next whole number. */
function floorDivision(left: number, right: number): number {
  const quotient = (left - modulo(left, right)) / right
  const floor = Math.floor(quotient)
  return quotient - floor > 0.5 ? floor + 1 : floor
}

function exact(left: number, right: number, number: number): number {
  if (!Number.isFinite(number)) fail('The result is too large for a number')
  if (
    Number.isInteger(number) &&
    !Number.isSafeInteger(number) &&
    Number.isSafeInteger(left) &&
    Number.isSafeInteger(right)
  ) {
    fail('The result is too large to be exact')
  }
  return number
}

function join(left: Value, right: Value): Value {
  if (typeof left === 'string' && typeof right === 'string') {
    sized(left.length + right.length)
    return left + right
  }
  if (isList(left) && isList(right)) {
    sized(left.length + right.length)
    return [...left, ...right]
  }
  return fail(`\`+\` can't be applied to ${kindText(left)} and ${kindText(right)}`)
}

function repeat(left: Value, right: Value): Value {
  if (typeof right === 'number' && isRepeatable(left)) return repeated(left, right)
  if (typeof left === 'number' && isRepeatable(right)) return repeated(right, left)
  return fail(`\`*\` can't be applied to ${kindText(left)} and ${kindText(right)}`)
}

const isRepeatable = (value: Value): value is string | readonly Value[] =>
  typeof value === 'string' || isList(value)

function repeated(value: string | readonly Value[], count: number): Value {
  if (!Number.isInteger(count)) fail('Text and lists are repeated a whole number of times')
  const times = value.length === 0 ? 0 : Math.max(0, count)
  sized(value.length * times)
  return typeof value === 'string' ? value.repeat(times) : Array.from({length: times}, () => value).flat(1)
}

export function negate(value: Value): number {
  if (typeof value !== 'number') return fail(`\`-\` can't be applied to ${kindText(value)}`)
  return -value
}

function sized(size: number): void {
  holdSize(size)
  spend(size)
}
