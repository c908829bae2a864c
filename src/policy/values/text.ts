import {spend} from './budget.js'
import {indexOfLong} from './search.js'

// A text is a row of code points, as in Python; JavaScript keeps UTF-16 units. Most texts have no pairs of them, and
// for those the two are the same.
const paired = /[\ud800-\udbff][\udc00-\udfff]/

const isHigh = (unit: number): boolean => (unit & 0xfc00) === 0xd800
const isLow = (unit: number): boolean => (unit & 0xfc00) === 0xdc00

/** The number of code points. */
export function lengthOf(text: string): number {
  return codePointsBefore(text, text.length)
}

/** How many code points stand before a unit. */
export function codePointsBefore(text: string, unit: number): number {
  spend(unit)
  let count = unit
  for (let at = 1; at < unit; at++) {
    if (isLow(text.charCodeAt(at)) && isHigh(text.charCodeAt(at - 1))) {
      count -= 1
      at += 1
    }
  }
  return count
}

export function codePointsOf(text: string): readonly string[] {
  spend(text.length)
  return paired.test(text) ? [...text] : text.split('')
}

/** By code point, not by unit: U+FF5E comes before U+1F600, although its unit is the larger. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0
  const shorter = Math.min(left.length, right.length)
  let at = 0
  while (at < shorter && left.charCodeAt(at) === right.charCodeAt(at)) at += 1
  spend(at)
  if (at === shorter) return left.length - right.length
  return rank(left.charCodeAt(at)) - rank(right.charCodeAt(at))
}

/** Lifts the halves of pairs above all other units, where their code points are. */
const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit)

/**
 * Where a part occurs, in units, at or after `from`; -1 when nowhere. A half of a pair in the text is no occurrence of
 * that half alone.
 */
export function find(text: string, part: string, from = 0): number {
  spend(text.length - from)
  let at = indexOf(text, part, from)
  if (at === -1 || !mayTear(part)) return at
  while (at !== -1 && !stands(text, part, at)) at = indexOf(text, part, at + 1)
  return at
}

// The engine's search skips by the last 250 units of a part. For a longer one it can take as many steps as the
// product of both lengths: seven seconds for half a megabyte of the letter a.
const indexOf = (text: string, part: string, from: number): number =>
  part.length <= 250 ? text.indexOf(part, from) : indexOfLong(text, part, from)

/** Whether a part could begin or end in the middle of a pair. */
const mayTear = (part: string): boolean =>
  part !== '' && (isLow(part.charCodeAt(0)) || isHigh(part.charCodeAt(part.length - 1)))

function stands(text: string, part: string, at: number): boolean {
  const end = at + part.length
  const tornBefore = isLow(text.charCodeAt(at)) && at > 0 && isHigh(text.charCodeAt(at - 1))
  const tornAfter = isHigh(text.charCodeAt(end - 1)) && isLow(text.charCodeAt(end))
  return !(tornBefore || tornAfter)
}

export const startsWith = (text: string, part: string): boolean =>
  text.startsWith(part) && (!mayTear(part) || stands(text, part, 0))

export const endsWith = (text: string, part: string): boolean =>
  text.endsWith(part) && (!mayTear(part) || stands(text, part, text.length - part.length))

export const contains = (text: string, part: string): boolean => find(text, part) !== -1
