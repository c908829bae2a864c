import * as z from 'zod/mini'
import {type LogRecord, logRecordJson as plainJson} from '../model/log-record.js'
import {decisionJson, decisionKeys, decisionOf} from './decision.js'
import {count, map, numberOrNull, textOrNull} from './fields.js'

const recordObject = z.object({
  ...decisionKeys,
  log_id: z.string(),
  seq: count,
  agent_id: textOrNull,
  user_id: textOrNull,
  key_id: textOrNull,
  metadata: z.nullable(map),
  given_args: z.nullable(map),
  status: textOrNull,
  result: z.unknown(),
  error: textOrNull,
  duration_ms: numberOrNull,
  cost: numberOrNull,
  erased: z.boolean(),
})

/** A recorded call, whole. */
export const logRecord = z.pipe(recordObject, z.transform(recordOf))

function recordOf(json: z.output<typeof recordObject>): LogRecord {
  return {
    ...decisionOf(json),
    logId: json.log_id,
    seq: json.seq,
    agentId: json.agent_id,
    userId: json.user_id,
    keyId: json.key_id,
    metadata: json.metadata,
    givenArgs: json.given_args,
    outcome: outcomeOf(json),
    isErased: json.erased,
  }
}

const outcomeOf = (json: z.output<typeof recordObject>): LogRecord['outcome'] =>
  json.status === null
    ? null
    : {
        status: json.status,
        result: json.result ?? null,
        error: json.error,
        durationMs: json.duration_ms,
        cost: json.cost,
      }

export type WireLogRecordJson = z.input<typeof recordObject>

export function logRecordJson(record: LogRecord): WireLogRecordJson {
  // What a decision has and its record's JSON does not.
  const {approval, estimated_cost, counts_toward, conditions_evaluated} = decisionJson(record)
  return {
    ...plainJson(record),
    log_id: record.logId,
    key_id: record.keyId,
    approval,
    estimated_cost,
    counts_toward,
    conditions_evaluated,
  }
}
