import type {Comparison} from '../../model/comparison.js'
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
    const holds = requirement.record(trial, comparisons)
    own(comparisons, 0)
    return {holds, comparisons, failure: undefined}
  } catch (error) {
    countFailed(comparisons, 0, rule)
    return {holds: rule.isStrict, comparisons, failure: {error}}
  }
}

/** The same for every decision: it adds to one list, makes nothing else, and answers whether the requirement holds. */
export function recordInto(
  comparisons: Comparison[],
  requirement: Requirement,
  rule: Rule,
  trial: Trial,
): boolean {
  const start = comparisons.length
  try {
    const holds = requirement.record(trial, comparisons)
    own(comparisons, start)
    return holds
  } catch {
    countFailed(comparisons, start, rule)
    return rule.isStrict
  }
}

/** What can't be worked out counts for a strict rule, so that is what its comparison came to. */
function countFailed(comparisons: Comparison[], start: number, {isStrict}: Rule): void {
  const failed = comparisons.length > start ? comparisons.pop() : undefined
  if (failed !== undefined) comparisons.push({...failed, result: isStrict})
  own(comparisons, start)
}

/** A record must not change when the caller goes on to change its arguments. */
function own(comparisons: Comparison[], start: number): void {
  for (let at = start; at < comparisons.length; at++) {
    const comparison = comparisons[at]
    if (comparison !== undefined && holdsShared(comparison)) comparisons[at] = ownCopy(comparison)
  }
}

/** Only what was read from the call is the caller's. */
const holdsShared = ({actual, expected, reads}: Comparison): boolean =>
  reads.length > 0 && (isShared(actual) || isShared(expected))

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
