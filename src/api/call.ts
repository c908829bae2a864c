import * as z from 'zod/mini'
import type {Call} from '../model/call.js'
import type {EnforceOptions} from '../model/tame.js'
import {isMap, map} from './fields.js'

const callKeys = {
  tool_name: z.string(),
  tool_args: map,
  session_id: z.optional(z.nullable(z.string())),
  agent_id: z.optional(z.nullable(z.string())),
  user_id: z.optional(z.nullable(z.string())),
  metadata: z.optional(z.nullable(map)),
}

/** A call as it is asked about. */
export const callBody = z.pipe(z.object(callKeys), z.transform(callOf))

const event_id = z.optional(z.nullable(z.string()))

/** The same, with the caller's own id of the event: a retry of it counts once. */
export const enforceBody = z.pipe(
  z.object({...callKeys, event_id, bypass: z.optional(z.boolean())}),
  z.transform(({event_id, bypass, ...call}) => enforced(call, event_id, bypass === true)),
)

/** From clients that do not name their version: they know nothing of letting a call run, so that none of their keys can mean it. */
export const plainEnforceBody = z.pipe(
  z.object({...callKeys, event_id}),
  z.transform(({event_id, ...call}) => enforced(call, event_id, false)),
)

const enforced = (
  call: Parameters<typeof callOf>[0],
  eventId: string | null | undefined,
  bypass: boolean,
) => ({
  call: callOf(call),
  eventId: eventId ?? null,
  bypass,
})

type EnforceBody = z.output<typeof enforceBody>

/**
 * What the schema for this client makes of a body of which nobody doubts that it is right; nothing of any other. To have the
 * schema read each call takes a twentieth of its request.
 */
export function enforceBodyAtOnce(json: unknown, isNative: boolean): EnforceBody | undefined {
  if (!isMap(json)) return undefined
  const {tool_name: tool, tool_args: args, event_id: eventId = null, metadata = null} = json
  const {session_id: sessionId = null, agent_id: agentId = null, user_id: userId = null} = json
  const {bypass = false} = isNative ? json : {}
  if (typeof tool !== 'string' || !isMap(args) || !(metadata === null || isMap(metadata))) return undefined
  if (!isTextOrNull(sessionId) || !isTextOrNull(agentId) || !isTextOrNull(userId)) return undefined
  if (!isTextOrNull(eventId) || typeof bypass !== 'boolean') return undefined
  return {call: {tool, args, sessionId, agentId, userId, metadata}, eventId, bypass}
}

const isTextOrNull = (value: unknown): value is string | null => value === null || typeof value === 'string'

export type CallJson = z.input<typeof callBody>

function callOf(json: {
  tool_name: string
  tool_args: Call['args']
  session_id?: string | null | undefined
  agent_id?: string | null | undefined
  user_id?: string | null | undefined
  metadata?: Call['args'] | null | undefined
}): Call {
  return {
    tool: json.tool_name,
    args: json.tool_args,
    sessionId: json.session_id ?? null,
    agentId: json.agent_id ?? null,
    userId: json.user_id ?? null,
    metadata: json.metadata ?? null,
  }
}

export const callJson = (call: Call): CallJson => ({
  tool_name: call.tool,
  tool_args: call.args,
  session_id: call.sessionId ?? null,
  agent_id: call.agentId ?? null,
  user_id: call.userId ?? null,
  metadata: call.metadata ?? null,
})

export const enforceJson = (
  call: Call,
  {eventId, bypass}: EnforceOptions = {},
): z.input<typeof enforceBody> => ({
  ...callJson(call),
  ...(eventId !== undefined && {event_id: eventId}),
  ...(bypass === true && {bypass}),
})
