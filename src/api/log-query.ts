import * as z from 'zod/mini'
import {effects} from '../model/effect.js'
import type {LogFilter, LogQuery} from '../model/log-filter.js'
import {flag, number, time} from './fields.js'

/** Which recorded calls are meant. */
export const logQuery = z.pipe(
  z.object({
    session_id: z.optional(z.string()),
    agent_id: z.optional(z.string()),
    user_id: z.optional(z.string()),
    key_id: z.optional(z.string()),
    tool: z.optional(z.string()),
    decision: z.optional(z.enum(effects)),
    rule: z.optional(z.string()),
    no_rule: z.optional(flag),
    since: z.optional(time),
    until: z.optional(time),
    grep: z.optional(z.string()),
    limit: z.optional(number(0)),
  }),
  z.transform(
    ({
      session_id,
      agent_id,
      user_id,
      key_id,
      tool,
      decision,
      rule,
      no_rule,
      since,
      until,
      grep,
      limit,
    }): LogQuery => ({
      ...(session_id !== undefined && {sessionId: session_id}),
      ...(agent_id !== undefined && {agentId: agent_id}),
      ...(user_id !== undefined && {userId: user_id}),
      ...(key_id !== undefined && {keyId: key_id}),
      ...(tool !== undefined && {tool}),
      ...(decision !== undefined && {decision}),
      ...ruleAsked(rule, no_rule),
      ...(since !== undefined && {sinceMs: since}),
      ...(until !== undefined && {untilMs: until}),
      ...(grep !== undefined && {grep}),
      ...(limit !== undefined && {limit}),
    }),
  ),
)

/** That no rule decided can't be a rule's name: any text can be one. */
const ruleAsked = (rule: string | undefined, none: boolean | undefined): Pick<LogFilter, 'rule'> =>
  none === true ? {rule: null} : rule === undefined ? {} : {rule}

export const logQueryJson = (query: LogQuery): Record<string, string | undefined> => ({
  session_id: query.sessionId,
  agent_id: query.agentId,
  user_id: query.userId,
  key_id: query.keyId ?? undefined,
  tool: query.tool,
  decision: query.decision,
  rule: query.rule ?? undefined,
  no_rule: query.rule === null ? 'true' : undefined,
  since: query.sinceMs === undefined ? undefined : new Date(query.sinceMs).toISOString(),
  until: query.untilMs === undefined ? undefined : new Date(query.untilMs).toISOString(),
  grep: query.grep,
  limit: query.limit?.toString(),
})
