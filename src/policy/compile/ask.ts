import {startCounting} from '../values/budget.js'

/** A condition, a requirement of a rule, or a rule with all that it requires. */
export interface Asked<Subject> {
  /** Counts its steps on from where the last one stopped, so ask it with `ask` alone. Throws when it can't be worked out. */
  readonly holds: (subject: Subject) => boolean
}

/** Whether it holds, worked out with all the steps there are: the answer must depend on nothing that was asked before. */
export function ask<Subject>({holds}: Asked<Subject>, subject: Subject): boolean {
  startCounting()
  return holds(subject)
}
