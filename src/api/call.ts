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

/** The same, with the caller's own id of the event: a retry of it counts once. */
export const enforceBody = z.pipe(
  z.object({
    ...callKeys,
    event_id: z.optional(z.nullable(z.string())),
    bypass: z.optional(z.boolean()),
  }),
  z.transform(({event_id, bypass, ...call}) => ({
    call: callOf(call),
    eventId: event_id ?? null,
    bypass: bypass === true,
  })),
)

type EnforceBody = z.output<typeof enforceBody>

/**
 * What `enforceBody` makes of a body of which nobody doubts that it is right; nothing of any other. To have the schema read each
 * call takes a twentieth of its request.
 */
export function plainEnforceBody(json: unknown): EnforceBody | undefined {
  if (!isMap(json)) return undefined
  const {tool_name, tool_args, event_id: eventId = null, bypass = false} = json
  const {
    session_id: sessionId = null,
    agent_id: agentId = null,
    user_id: userId = null,
    metadata = null,
  } = json
  if (typeof tool_name !== 'string' || !isMap(tool_args)) return undefined
  if (!isTextOrNull(sessionId) || !isTextOrNull(agentId) || !isTextOrNull(userId)) return undefined
  if (!isTextOrNull(eventId) || typeof bypass !== 'boolean' || !(metadata === null || isMap(metadata)))
    return undefined
  const call = {tool: tool_name, args: tool_args, sessionId, agentId, userId, metadata}
  return {call, eventId, bypass}
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
