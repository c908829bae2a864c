import {TameError} from '../../../errors.js'
import type {Approval} from '../../../model/approval.js'
import type {Tame} from '../../../model/tame.js'
import {questionOf} from './question.js'
import type {QueueEvent} from './state.js'

type Dispatch = (event: QueueEvent) => void

/** What is known to have changed is asked for together: ten thousand questions in a minute are no ten thousand frames. */
const gatherMs = 40

export interface FollowOptions {
  readonly tame: Tame
  readonly now: () => number
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>
}
