import {setImmediate as nextTurn} from 'node:timers/promises'
import {tellsPlace} from '../../../ledger/place-in-id.js'
import type {Connection} from '../connection.js'
import {idIn} from '../rows.js'

/** What views are made of. */
export interface EntryFacts {
  readonly seq: number
  readonly atMs: number
  readonly kind: string
  readonly sessionId: string | null
  readonly id: string | null
  readonly eventId: string | null
  readonly previousCall: number | null
  readonly body: Readonly<Record<string, unknown>>
}

const pageLength = 1000

/** Every entry, a page at a time; in between, everything else gets its turn. */
export async function* entryFacts(connection: Connection): AsyncGenerator<readonly EntryFacts[]> {
  const sql = `SELECT seq, at, kind, session_id, id, event_id, previous_call, body FROM entries
    WHERE seq > ? ORDER BY seq LIMIT ${pageLength}`
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const facts = connection.all(sql, [after]).map(
      ([seq, at, kind, sessionId, id, eventId, previousCall, body]): EntryFacts => ({
        seq: seq as number,
        atMs: at as number,
        kind: kind as string,
        sessionId: sessionId as string | null,
        id: (id as string | null) ?? placedId(kind as string, seq as number, body as string),
        eventId: eventId as string | null,
        previousCall: previousCall as number | null,
        body: factsIn(kind as string, body as string),
      }),
    )
    const last = facts.at(-1)
    if (last === undefined) return
    yield facts
    after = last.seq
    await nextTurn()
  }
}

/** What is found at the place it tells needs no other way to be found. */
function placedId(kind: string, seq: number, body: string): string | null {
  const id = idIn(kind, body)
  return id !== null && tellsPlace(id, seq) ? id : null
}

const nothing = {}

const kindsInViews: ReadonlySet<string> = new Set([
  'decision',
  'result',
  'policy',
  'policy_draft',
  'session',
  'approval',
])

/** A body that was tampered with says nothing: that it was is found by its hash. */
function factsIn(kind: string, body: string): EntryFacts['body'] {
  if (!kindsInViews.has(kind)) return nothing
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? (value as EntryFacts['body']) : nothing
  } catch {
    return nothing
  }
}
