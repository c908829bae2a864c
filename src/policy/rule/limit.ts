import type {Limit} from '../../model/limit.js'
import {type Note, takeDown} from '../compile/tape.js'
import {fail} from '../values/failure.js'
import type {Requirement} from './requirement.js'
import type {Trial} from './trial.js'

/** Holds for the calls beyond the limit. Comes last: only a call that meets everything else is counted. */
export function createLimitRequirement(limit: Limit): Requirement {
  const {ruleName, count} = limit
  const numberOf = (trial: Trial): number => {
    const before = trial.facts.limitCounts?.get(ruleName)
    return before === undefined ? fail('how many calls the limit has counted was not looked up') : before + 1
  }
  const holds = (trial: Trial): boolean => {
    const actual = numberOf(trial)
    const isExceeded = actual > count
    if (!isExceeded) trial.noteCount(ruleName)
    takeDown(note, actual, count, isExceeded)
    return isExceeded
  }
  return {key: 'limit', holds}
}

const note: Note = {source: 'limit', field: 'limit.count', operator: '>', reads: []}
