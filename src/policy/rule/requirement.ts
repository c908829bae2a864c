import type {Asked} from '../compile/ask.js'
import type {Trial} from './trial.js'

/** One thing a rule asks of a call. A rule applies when all its requirements hold. */
export interface Requirement extends Asked<Trial> {
  /** The key in the policy file that says it. */
  readonly key: 'agents' | 'conditions' | 'condition' | 'limit'
}
