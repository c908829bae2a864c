import type {AskedCall} from '../model/asked-call.js'
import type {Decision} from '../model/decision.js'
import type {Reported} from '../model/reported.js'
import type {Waiting} from './group-commit.js'

/** Who waits for a call's decision. */
export interface DecisionJob extends Waiting {
  readonly kind: 'decision'
  readonly call: AskedCall
  readonly eventId: string | null
  /** Whether it runs whatever the policy says. */
  readonly isBypassed: boolean
  resolve(decision: Decision): void
  reject(error: unknown): void
}

/** Who waits for a result to be recorded. */
export interface ResultJob extends Waiting {
  readonly kind: 'result'
  readonly reported: Reported
  resolve(): void
  reject(error: unknown): void
}

export type Job = DecisionJob | ResultJob
