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
    return {holds, comparisons: comparisons.map(ownCopy), failure: undefined}
  } catch (error) {
    const failed = comparisons.pop()
    // What can't be worked out counts for a strict rule, so that is what its comparison came to.
    if (failed !== undefined) comparisons.push({...failed, result: rule.isStrict})
    return {holds: rule.isStrict, comparisons: comparisons.map(ownCopy), failure: {error}}
  }
}

/** A record must not change when the caller goes on to change its arguments. */
function ownCopy(comparison: Comparison): Comparison {
  const {actual, expected, reads} = comparison
  // Only what was read from the call is the caller's.
  if (reads.length === 0 || !(isShared(actual) || isShared(expected))) return comparison
  return {...comparison, actual: copyOf(actual), expected: copyOf(expected)}
}

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
