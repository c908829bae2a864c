import * as z from 'zod/mini'
import type {Session, SessionPage} from '../model/session.js'
import {count, textOrNull, time} from './fields.js'
import {wireTime} from './wire-time.js'

const sessionObject = z.object({
  session_id: z.string(),
  start_time: time,
  end_time: z.nullable(time),
  total_calls: count,
  allowed_calls: count,
  denied_calls: count,
  approved_calls: count,
  agent_id: textOrNull,
  user_id: textOrNull,
  estimated_cost: z.optional(z.number()),
  opened_by: z.optional(textOrNull),
  retained_until: z.optional(z.nullable(time)),
})

/** A session with its counts. Clients of the first hour get all but the cost. */
export const session = z.pipe(
  sessionObject,
  z.transform(
    (json): Session => ({
      id: json.session_id,
      agentId: json.agent_id,
      userId: json.user_id,
      startedAtMs: json.start_time,
      lastAtMs: json.end_time ?? json.start_time,
      totalCalls: json.total_calls,
      allowedCalls: json.allowed_calls,
      deniedCalls: json.denied_calls,
      approvalCalls: json.approved_calls,
      estimatedCost: json.estimated_cost ?? 0,
      openedBy: json.opened_by ?? null,
      retainedUntilMs: json.retained_until ?? null,
    }),
  ),
)

export const sessionPage = z.pipe(
  z.object({sessions: z.array(session), total_count: count, page: z.number(), page_size: z.number()}),
  z.transform(({sessions, total_count}): SessionPage => ({sessions, total: total_count})),
)

export type SessionJson = z.input<typeof sessionObject>

export const sessionJson = (session: Session): SessionJson => ({
  session_id: session.id,
  start_time: wireTime(session.startedAtMs),
  end_time: wireTime(session.lastAtMs),
  total_calls: session.totalCalls,
  allowed_calls: session.allowedCalls,
  denied_calls: session.deniedCalls,
  approved_calls: session.approvalCalls,
  agent_id: session.agentId,
  user_id: session.userId,
  estimated_cost: session.estimatedCost,
  opened_by: session.openedBy,
  retained_until: session.retainedUntilMs === null ? null : wireTime(session.retainedUntilMs),
})
