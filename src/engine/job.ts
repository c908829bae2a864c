import type {AskedCall} from '../model/asked-call.js'
import type {Decision} from '../model/decision.js'
import type {Reported} from '../model/reported.js'
import type {Asker} from '../model/tame.js'
import type {Waiting} from './group-commit.js'

/** Who asks, and what is done with the answer. */
export interface CallTerms {
  /** Nobody where tame decides for whoever runs it. */
  readonly asker: Asker | null
  readonly isBypassed: boolean
  readonly takesChangedArgs: boolean
}

export interface CallInTerms {
  readonly call: AskedCall
  readonly terms: CallTerms
}

/** Who waits for a call's decision. */
export interface DecisionJob extends Waiting, CallInTerms {
  readonly kind: 'decision'
  readonly eventId: string | null
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

/** Tells one caller what came of its part. */
export type Settle = () => void

export const keyIdOf = ({terms}: Pick<CallInTerms, 'terms'>): string | null => terms.asker?.keyId ?? null
