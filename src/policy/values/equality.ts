import {Bound, spend} from './budget.js'
import {fail} from './failure.js'
import type {Value, ValueMap} from './value.js'

/** Equal in kind and content. Lists and maps are compared to the bottom; `true` is not 1. */
export function isEqual(left: Value, right: Value): boolean {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object') return false
  return left !== null && right !== null && isEqualWithin(left, right, Bound.levels)
}

function isEqualWithin(left: Value, right: Value, levels: number): boolean {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  if (levels === 0) fail(`Lists or maps nested deeper than ${Bound.levels} levels can't be compared`)
  const leftIsList = Array.isArray(left)
  if (leftIsList !== Array.isArray(right)) return false
  return leftIsList
    ? isEqualList(left, right as readonly Value[], levels - 1)
    : isEqualMap(left as ValueMap, right as ValueMap, levels - 1)
}

function isEqualList(left: readonly Value[], right: readonly Value[], levels: number): boolean {
  if (left.length !== right.length) return false
  spend(left.length)
  for (let at = 0; at < left.length; at++) {
    if (!isEqualWithin(left[at] ?? null, right[at] ?? null, levels)) return false
  }
  return true
}

function isEqualMap(left: ValueMap, right: ValueMap, levels: number): boolean {
  const keys = Object.keys(left)
  if (keys.length !== Object.keys(right).length) return false
  spend(keys.length)
  return keys.every(
    (key) => Object.hasOwn(right, key) && isEqualWithin(left[key] ?? null, right[key] ?? null, levels),
  )
}
