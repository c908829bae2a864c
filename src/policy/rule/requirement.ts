import type {Trial} from './trial.js'

/** One thing a rule asks of a call. A rule applies when all its requirements hold. */
export interface Requirement {
  /** The key in the policy file that says it. */
  readonly key: 'agents' | 'conditions' | 'condition' | 'limit'
  /** Takes down the comparisons it makes where they are recorded. Throws when it can't be worked out. */
  readonly holds: (trial: Trial) => boolean
}
