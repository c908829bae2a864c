import type {Effect} from './effect.js'

/** Which recorded calls are meant; what is left out does not narrow. */
export interface LogFilter {
  readonly sessionId?: string
  readonly agentId?: string
  readonly userId?: string
  /** The key that asked; null: those that were asked without one. */
  readonly keyId?: string | null
  readonly tool?: string
  readonly decision?: Effect
  /** null: those that no rule decided. */
  readonly rule?: string | null
  readonly sinceMs?: number
  /** Calls at this time are no longer among them. */
  readonly untilMs?: number
  /** A text that stands somewhere in the record, in any case. */
  readonly grep?: string
}

export interface LogQuery extends LogFilter {
  /** At most so many, the newest; all of them when it is left out. Oldest first in any case. */
  readonly limit?: number
}
