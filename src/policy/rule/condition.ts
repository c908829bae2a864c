import type {Condition} from '../condition.js'
import {fail} from '../values/failure.js'
import type {Requirement} from './requirement.js'
import type {Trial} from './trial.js'

/** The `condition:` of a rule. A fact it names and that was not looked up is an error, not null. */
export function createConditionRequirement(condition: Condition): Requirement {
  const {needs} = condition
  const needsSession = needs.session.size > 0
  const requireFacts = ({facts}: Trial): void => {
    if (needsSession && facts.session === undefined) fail('the session was not looked up')
    if (needs.agent && facts.agent === undefined) fail('who is calling was not looked up')
    if (needs.user && facts.user === undefined) fail('the user was not looked up')
  }
  const needsFacts = needsSession || needs.agent || needs.user
  const holds = (trial: Trial): boolean => {
    requireFacts(trial)
    return condition.holds(trial)
  }
  return {key: 'condition', holds: needsFacts ? holds : condition.holds}
}
