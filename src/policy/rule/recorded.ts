import type {Comparison} from '../../model/comparison.js'
import {record} from '../compile/tape.js'
import type {Requirement} from './requirement.js'
import type {Rule} from './rule.js'
import type {Trial} from './trial.js'

/** What came of asking for one requirement of a rule. */
export interface Recorded {
  readonly holds: boolean
  readonly comparisons: readonly Comparison[]
  readonly failure: {readonly error: unknown} | undefined
}

/** Asks for a requirement, and takes down the comparisons that were made, the one that failed among them. */
export function recorded(requirement: Requirement, rule: Rule, trial: Trial): Recorded {
  const comparisons: Comparison[] = []
  try {
    const holds = record(comparisons, requirement, trial)
    own(comparisons)
    return {holds, comparisons, failure: undefined}
  } catch (error) {
    countFailed(comparisons, rule)
    return {holds: rule.isStrict, comparisons, failure: {error}}
  }
}

/** The comparisons a rule makes of a call, up to the one that settles that it does not apply. */
export function comparisonsOf(rule: Rule, trial: Trial): readonly Comparison[] {
  const comparisons: Comparison[] = []
  try {
    record(comparisons, rule, trial)
  } catch {
    return comparisonsAnyhow(rule, trial)
  }
  own(comparisons)
  return comparisons
}

/** One by one, because those behind the one that can't be worked out are asked for if the rule is strict. */
function comparisonsAnyhow(rule: Rule, trial: Trial): readonly Comparison[] {
  const all: Comparison[] = []
  for (const requirement of rule.requirements) {
    const {holds, comparisons} = recorded(requirement, rule, trial)
    all.push(...comparisons)
    if (!holds) break
  }
  return all
}

/** What can't be worked out counts for a strict rule, so that is what its comparison came to. */
function countFailed(comparisons: Comparison[], {isStrict}: Rule): void {
  const failed = comparisons.pop()
  if (failed !== undefined) comparisons.push({...failed, result: isStrict})
  own(comparisons)
}

/** A record must not change when the caller goes on to change its arguments. */
function own(comparisons: Comparison[]): void {
  for (let at = 0; at < comparisons.length; at++) {
    const comparison = comparisons[at]
    if (comparison !== undefined && holdsShared(comparison)) comparisons[at] = ownCopy(comparison)
  }
}

/** Only what was read from the call is the caller's. */
const holdsShared = ({actual, expected, reads}: Comparison): boolean =>
  (isShared(actual) || isShared(expected)) && reads.length > 0

const ownCopy = (comparison: Comparison): Comparison => ({
  ...comparison,
  actual: copyOf(comparison.actual),
  expected: copyOf(comparison.expected),
})

/** The literals of a condition are frozen, so they need no copy. */
const isShared = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !(Array.isArray(value) && Object.isFrozen(value))

function copyOf(value: unknown): unknown {
  if (typeof value !== 'object') return value
  try {
    return structuredClone(value)
  } catch {
    // No JSON: what a function or a proxy is can't be kept. Deciding does not fail for that.
    return null
  }
}
