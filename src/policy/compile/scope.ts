import type {Datetime} from '../clock.js'
import type {Value, ValueMap} from '../values/value.js'

/**
 * What a condition can speak of, under the names it uses. Facts that the compiled condition does not need may be null:
 * their members are null then.
 */
export interface Scope {
  readonly tool_name: string
  readonly tool_args: ValueMap
  readonly session: SessionFacts | null
  readonly agent: AgentFacts | null
  readonly user: UserFacts | null
  readonly metadata: ValueMap
  readonly datetime: Datetime | null
}

// Types and not interfaces, so that each is also a map of values.
export type SessionFacts = {
  readonly id: string | null
  /** Calls recorded in this session before this one. */
  readonly action_count: number
  readonly allowed_count: number
  readonly denied_count: number
  readonly estimated_cost: number
  readonly age_seconds: number
  /** How often each tool was called; one that is not there was never called. */
  readonly calls: {readonly [tool: string]: number}
}

export type AgentFacts = {
  readonly id: string | null
  readonly name: string | null
  readonly trust_tier: string | null
  readonly tags: readonly string[]
}

export type UserFacts = {
  readonly id: string | null
}

export type FactName = 'session' | 'agent' | 'user' | 'datetime'

/** A compiled part of a condition. */
export type Evaluator<Result extends Value = Value> = (scope: Scope) => Result
