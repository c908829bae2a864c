import type {Arguments} from './call.js'
import type {CallResult} from './call-result.js'
import {type Decision, type DecisionJson, decisionJson} from './decision.js'

/** A recorded call: the decision, who asked, and what came of it. Secrets were hidden before it was recorded. */
export interface LogRecord extends Decision {
  /** Its place in the ledger. */
  readonly seq: number
  readonly logId: string
  readonly agentId: string | null
  readonly userId: string | null
  /** The key that asked; null where none was shown, or needed. */
  readonly keyId: string | null
  readonly metadata: Arguments | null
  /** What the caller gave, when the policy changed it. */
  readonly givenArgs: Arguments | null
  /** Nothing while no result was reported. */
  readonly outcome: Required<CallResult> | null
  /** Arguments, metadata and results were taken out of the record; that there was a call was not. */
  readonly isErased: boolean
}

/** A recorded call as `--json` prints it and the server answers it. */
export interface LogRecordJson extends DecisionJson {
  seq: number
  agent_id: string | null
  user_id: string | null
  metadata: Arguments | null
  given_args: Arguments | null
  status: string | null
  result: unknown
  error: string | null
  duration_ms: number | null
  cost: number | null
  erased: boolean
}

export const logRecordJson = (record: LogRecord): LogRecordJson => ({
  ...decisionJson(record),
  seq: record.seq,
  agent_id: record.agentId,
  user_id: record.userId,
  metadata: record.metadata,
  given_args: record.givenArgs,
  status: record.outcome?.status ?? null,
  result: record.outcome?.result ?? null,
  error: record.outcome?.error ?? null,
  duration_ms: record.outcome?.durationMs ?? null,
  cost: record.outcome?.cost ?? null,
  erased: record.isErased,
})
