import type {Comparison} from '../../model/comparison.js'
import type {Condition} from '../condition.js'
import {fail} from '../values/failure.js'
import type {Requirement} from './requirement.js'
import type {Trial} from './trial.js'

/** The `condition:` of a rule. A fact it names and that was not looked up is an error, not null. */
export const createConditionRequirement = (condition: Condition): Requirement =>
  new ConditionRequirement(condition)

class ConditionRequirement implements Requirement {
  readonly key = 'condition'
  private readonly needsFacts: boolean

  constructor(private readonly condition: Condition) {
    const {session, agent, user} = condition.needs
    this.needsFacts = session.size > 0 || agent || user
  }

  holds(trial: Trial): boolean {
    if (this.needsFacts) requireFacts(this.condition, trial)
    return this.condition.evaluate(trial)
  }

  record(trial: Trial, comparisons: Comparison[]): boolean {
    if (this.needsFacts) requireFacts(this.condition, trial)
    return this.condition.record(trial, comparisons)
  }
}

function requireFacts({needs}: Condition, {facts}: Trial): void {
  if (needs.session.size > 0 && facts.session === undefined) fail('the session was not looked up')
  if (needs.agent && facts.agent === undefined) fail('who is calling was not looked up')
  if (needs.user && facts.user === undefined) fail('the user was not looked up')
}
