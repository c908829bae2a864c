import {Bound, spend} from './budget.js'
import {isEqual} from './equality.js'
import {fail} from './failure.js'
import {compareText} from './text.js'
import {kindText, type Value} from './value.js'

/** Negative, zero or positive; NaN when null or NaN is among the two, which makes every ordering false. */
export function compare(left: Value, right: Value): number {
  if (typeof left === 'number' && typeof right === 'number') return compareNumbers(left, right)
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right)
  return compareWithin(left, right, Bound.levels)
}

// Not `left - right`: infinity less infinity is no number, and it is no less than itself.
function compareNumbers(left: number, right: number): number {
  if (left === right) return 0
  if (left < right) return -1
  return left > right ? 1 : Number.NaN
}

function compareWithin(left: Value, right: Value, levels: number): number {
  if (left === null || right === null) return Number.NaN
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right)
  if (Array.isArray(left) && Array.isArray(right)) return compareLists(left, right, levels)
  return fail(`${kindText(left)} and ${kindText(right)} have no order`)
}

/** As Python does: the first items that differ decide, else the length. */
function compareLists(left: readonly Value[], right: readonly Value[], levels: number): number {
  if (levels === 0) fail(`Lists nested deeper than ${Bound.levels} levels can't be compared`)
  const shorter = Math.min(left.length, right.length)
  spend(shorter)
  for (let at = 0; at < shorter; at++) {
    const a = left[at] ?? null
    const b = right[at] ?? null
    if (isEqual(a, b)) continue
    return typeof a === 'object' ? compareWithin(a, b, levels - 1) : compare(a, b)
  }
  return left.length - right.length
}
