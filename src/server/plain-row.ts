import type {PlainRow, StrictRow} from '../api/plain.js'
import {wireTimeOf} from '../api/wire-time.js'
import type {LogRecord} from '../model/log-record.js'
import {plainEffect} from './plain-decision.js'

/** The large `tamesdk`, which fails on any key that it does not know. */
export const wantsStrictRows = (userAgent: string): boolean => /^tamesdk\/\S+ python\//.test(userAgent)

export const plainRow = (record: LogRecord): PlainRow => ({
  id: record.logId,
  session_id: record.sessionId ?? '',
  timestamp: wireTimeOf(record.timestamp),
  tool_name: record.tool,
  tool_args: record.args,
  tool_result: record.outcome?.result ?? null,
  policy_version: record.policyVersion,
  policy_decision: plainEffect(record.effect),
  policy_rule: record.ruleName,
  execution_status: record.outcome?.status ?? null,
  // A text in the first server, and in what its clients expect.
  execution_duration_ms: record.outcome?.durationMs?.toString() ?? null,
  error_message: record.outcome?.error ?? null,
  agent_id: record.agentId,
  user_id: record.userId,
})

export const strictRow = (record: LogRecord): StrictRow => ({
  log_id: record.logId,
  session_id: record.sessionId ?? '',
  timestamp: wireTimeOf(record.timestamp),
  tool_name: record.tool,
  tool_args: record.args,
  decision: plainEffect(record.effect),
  ...(record.outcome !== null && {
    execution_result: record.outcome.result,
    ...(record.outcome.durationMs !== null && {execution_time_ms: record.outcome.durationMs}),
    ...(record.outcome.error !== null && {error: record.outcome.error}),
  }),
})
