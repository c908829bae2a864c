import type {Findings} from './findings.js'
import type {KeptEntry, ReadBody} from './kept-entry.js'

/**
 * What is kept beside the bodies, to be found by, for each kind that has anything. A kind that is not here, as of a later
 * version, is held by its hash alone.
 */
const columns: Partial<Record<string, (body: ReadBody) => Pick<KeptEntry, 'id' | 'eventId'>>> = {
  ledger: () => nothing,
  note: () => nothing,
  policy: () => nothing,
  decision: ({log_id: id, event_id: eventId}) => ({id: id as string, eventId: eventId as string | null}),
  result: () => nothing,
  erasure: () => nothing,
  approval: () => nothing,
}

const nothing = {id: null, eventId: null}

/** Whether an entry is found by what its body says. */
export function checkColumns({seq, kind, id, eventId}: KeptEntry, body: ReadBody, findings: Findings): void {
  const named = columns[kind]?.(body)
  if (named === undefined || (named.id === id && named.eventId === eventId)) return
  findings.fail(seq, 'it is found by an id that it does not name', [named.id, named.eventId], [id, eventId])
}
