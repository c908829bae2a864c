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
    if (isInPair(text, at)) {
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
  const first = isInPair(left, at) || isInPair(right, at) ? at - 1 : at
  return (left.codePointAt(first) ?? 0) - (right.codePointAt(first) ?? 0)
}

/** Whether a unit is the second half of a pair. */
const isInPair = (text: string, at: number): boolean =>
  at > 0 && isLow(text.charCodeAt(at)) && isHigh(text.charCodeAt(at - 1))

/**
 * Where a part occurs, in units, at or after `from`; -1 when nowhere. A half of a pair in the text is no occurrence of
 * that half alone.
 */
export function find(text: string, part: string, from = 0): number {
  let at = indexOf(text, part, from)
  if (at === -1 || !mayTear(part)) return at
  while (at !== -1 && !stands(text, part, at)) at = indexOf(text, part, at + 1)
  return at
}

// The engine's search skips by the last 250 units of a part. For a longer one it can take as many steps as the
// product of both lengths: seven seconds for half a megabyte of the letter a.
function indexOf(text: string, part: string, from: number): number {
  if (part.length > 250) return indexOfLong(text, part, from)
  const at = text.indexOf(part, from)
  spend((at === -1 ? text.length : at) - from)
  return at
}

/** Whether a part could begin or end in the middle of a pair. */
const mayTear = (part: string): boolean =>
  part !== '' && (isLow(part.charCodeAt(0)) || isHigh(part.charCodeAt(part.length - 1)))

function stands(text: string, part: string, at: number): boolean {
  const end = at + part.length
  return !(isInPair(text, at) || isInPair(text, end))
}

export const startsWith = (text: string, part: string): boolean =>
  text.startsWith(part) && (!mayTear(part) || stands(text, part, 0))

export const endsWith = (text: string, part: string): boolean =>
  text.endsWith(part) && (!mayTear(part) || stands(text, part, text.length - part.length))

export const contains = (text: string, part: string): boolean => find(text, part) !== -1
