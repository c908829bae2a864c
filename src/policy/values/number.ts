import {spend} from './budget.js'
import {fail} from './failure.js'
import {strip} from './text-work.js'
import {kindText, type Value} from './value.js'

const integer = /^[+-]?[0-9]+(?:_[0-9]+)*$/
const digits = '[0-9]+(?:_[0-9]+)*'
const decimal = new RegExp(`^[+-]?(?:${digits}(?:\\.(?:${digits})?)?|\\.${digits})(?:[eE][+-]?${digits})?$`)

/** Longer texts are no numbers that anybody meant. */
const longest = 400

/** `int(…)`: towards zero for numbers, exactly for text. */
export function integerOf(value: Value): number {
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'number') return Math.trunc(value)
  if (typeof value !== 'string') return fail(`${kindText(value)} can't be made a whole number`)
  return parsed(value, integer, 'a whole number')
}

/** `float(…)` */
export function floatOf(value: Value): number {
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'number') return value
  if (typeof value !== 'string') return fail(`${kindText(value)} can't be made a number`)
  return parsed(value, decimal, 'a number')
}

function parsed(text: string, pattern: RegExp, what: string): number {
  spend(text.length)
  const bare = strip(text)
  if (bare.length > longest || !pattern.test(bare)) return fail(`This text is not ${what}`)
  const number = Number(bare.replaceAll('_', ''))
  if (!Number.isFinite(number)) return fail('The number is too large')
  if (pattern === integer && !Number.isSafeInteger(number)) return fail('The number is too large to be exact')
  return number
}
