import * as z from 'zod/mini'
import {count, flag, given, map, number, numberOrNull, textOrNull, time} from './fields.js'
import {policyRule} from './policy.js'

// What clients know that were there before this API had a header for its version. Their shapes are held key by key:
// some of them fail on one more.

const text = z.string()

/** The outer keys of a decision, for those who can't see changed arguments. */
export const plainDecision = z.object({
  session_id: text,
  decision: z.enum(['allow', 'deny', 'approve']),
  rule_name: textOrNull,
  reason: text,
  policy_version: text,
  log_id: text,
  timestamp: text,
  metadata: map,
})

/** A row of a session, to most of them. */
const plainRow = z.object({
  id: text,
  session_id: text,
  timestamp: text,
  tool_name: text,
  tool_args: map,
  tool_result: z.nullable(z.unknown()),
  policy_version: text,
  policy_decision: text,
  policy_rule: textOrNull,
  execution_status: textOrNull,
  execution_duration_ms: textOrNull,
  error_message: textOrNull,
  agent_id: textOrNull,
  user_id: textOrNull,
})

/** The same to the large `tamesdk`, which knows no other key. */
const strictRow = z.object({
  log_id: text,
  session_id: text,
  timestamp: text,
  tool_name: text,
  tool_args: map,
  decision: text,
  execution_result: z.optional(z.unknown()),
  execution_time_ms: z.optional(z.number()),
  error: z.optional(text),
})

export const plainRows = z.array(z.union([plainRow, strictRow]))
export type PlainRow = z.infer<typeof plainRow>
export type StrictRow = z.infer<typeof strictRow>

export const plainPolicy = z.object({
  version: text,
  hash: text,
  rules_count: count,
  last_updated: text,
  description: textOrNull,
  active: z.literal(true),
  rules: z.array(policyRule),
})

/** A text that must be JSON of an object; which one it is not, its error names. */
const jsonText = z.optional(z.string()).check(z.meta({contentMediaType: 'application/json'}))

export const policyTestQuery = z.object({tool_name: text, tool_args: jsonText, session_context: jsonText})

export const policyTestAnswer = z.object({
  tool_name: text,
  tool_args: map,
  session_context: map,
  decision: z.object({action: text, rule_name: textOrNull, reason: text, policy_version: text}),
  reason: text,
  rule_name: textOrNull,
  policy_version: text,
})

export const sessionQuery = z.object({
  page: z.optional(number(1)),
  page_size: z.optional(number(1, 100)),
  agent_id: z.optional(given),
  user_id: z.optional(given),
  offset: z.optional(number(0)),
  limit: z.optional(number(1, 1000)),
})

export const archiveQuery = z.object({
  archived_by: z.optional(given),
  retention_days: z.optional(number(1, 36_500)),
})

export const archived = z.object({
  status: z.literal('archived'),
  session_id: text,
  logs_archived: count,
  retention_until: text,
})

export const bulkArchived = z.object({
  status: z.literal('archived'),
  archived: z.array(archived),
  not_found: z.array(text),
})

export const deleted = z.object({status: z.literal('deleted'), session_id: text, logs_deleted: count})

export const exportQuery = z.object({
  format: z.optional(z.enum(['json', 'csv'])),
  start_date: z.optional(time),
  end_date: z.optional(time),
  agent_id: z.optional(given),
  include_archived: z.optional(flag),
})

export const validateBody = z.object({policy_content: text})

export const validated = z.object({
  is_valid: z.boolean(),
  errors: z.array(text),
  rules_count: count,
  version: textOrNull,
})

export const createBody = z.object({
  policy_content: text,
  version: text,
  description: z.optional(textOrNull),
  activate: z.optional(z.boolean()),
})

export const created = z.object({
  success: z.boolean(),
  policy_id: textOrNull,
  version: text,
  message: text,
  validation_errors: z.array(text),
})

export const reloaded = z.object({
  status: z.literal('reloaded'),
  old_version: textOrNull,
  new_version: text,
  rules_count: count,
})

export const resultBody = map

export const resultQuery = z.object({log_id: text})

export const updated = z.object({status: z.literal('updated'), log_id: text})

export const integrityQuery = z.object({start_date: z.optional(time), end_date: z.optional(time)})

export const integrity = z.object({
  integrity_verification: z.object({
    total_entries_verified: count,
    integrity_violations: count,
    chain_intact: z.boolean(),
    verification_timestamp: text,
  }),
  verification_period: z.object({start_date: textOrNull, end_date: textOrNull}),
})

export const reportBody = z.object({
  start_date: z.optional(z.nullable(time)),
  end_date: z.optional(z.nullable(time)),
})

export const report = z.object({
  report_period: z.object({start_date: textOrNull, end_date: textOrNull}),
  generated_at: text,
  policy_version: textOrNull,
  total_calls: count,
  allowed_calls: count,
  denied_calls: count,
  approved_calls: count,
  sessions: count,
  calls_by_tool: map,
  calls_by_rule: map,
  errors: count,
  average_duration_ms: numberOrNull,
  integrity: integrity.shape.integrity_verification,
})

export const retention = z.object({
  total_entries: count,
  total_sessions: count,
  oldest_call: textOrNull,
})

export const health = z.object({
  status: z.enum(['healthy', 'unhealthy']),
  version: text,
  database: z.enum(['connected', 'unavailable']),
  policy: z.enum(['in force', 'missing', 'invalid']),
  problems: z.array(text),
})

export const greeting = z.object({message: text, version: text})
