import * as z from 'zod/mini'
import {entryKinds, isEntryKind} from '../model/entry-kind.js'
import type {EventQuery} from '../model/ledger-event.js'
import {names, number} from './fields.js'

/** Of a misspelt kind nothing is ever recorded: who followed it would wait for nothing. */
const kinds = names.check(
  z.refine((given) => given.every(isEntryKind), {error: `must be some of ${entryKinds.join(', ')}`}),
)

/** Which events are meant. A `Last-Event-ID` header takes the place of `after`. */
export const eventQuery = z.pipe(
  z.object({
    after: z.optional(number(0)),
    kinds: z.optional(kinds),
    session_id: z.optional(z.string()),
    agent_id: z.optional(z.string()),
  }),
  z.transform(
    ({after, kinds, session_id, agent_id}): EventQuery => ({
      ...(after !== undefined && {after}),
      ...(kinds !== undefined && {kinds}),
      ...(session_id !== undefined && {sessionId: session_id}),
      ...(agent_id !== undefined && {agentId: agent_id}),
    }),
  ),
)

export const eventQueryJson = (query: EventQuery): Record<string, string | undefined> => ({
  after: query.after?.toString(),
  kinds: query.kinds?.join(','),
  session_id: query.sessionId,
  agent_id: query.agentId,
})
