import * as z from 'zod/mini'
import type {LedgerEvent} from '../model/ledger-event.js'
import {count, map, textOrNull} from './fields.js'

const eventObject = z.object({
  seq: count,
  at: z.string(),
  kind: z.string(),
  session_id: textOrNull,
  body: map,
  content: z.nullable(map),
})

/** Something that was recorded. */
export const ledgerEvent = z.pipe(
  eventObject,
  z.transform(({session_id, ...event}): LedgerEvent => ({...event, sessionId: session_id})),
)

export const ledgerEventJson = (event: LedgerEvent): z.input<typeof eventObject> => ({
  seq: event.seq,
  at: event.at,
  kind: event.kind,
  session_id: event.sessionId,
  body: event.body,
  content: event.content,
})
