import {setImmediate as nextTurn} from 'node:timers/promises'
import {tellsPlace} from '../../../ledger/place-in-id.js'
import {type ReadBody, readBody} from '../../../ledger/verify/kept-entry.js'
import type {ReadEntry, StoredEntry} from '../../store.js'
import type {Connection} from '../connection.js'
import type {Row} from '../driver.js'
import {entryColumns, entryOf, entryWidth} from '../rows.js'

/** What views are made of. */
export interface EntryFacts extends ReadEntry {
  readonly previousCall: number | null
  /** Its id, if it can be found by that. */
  readonly foundBy: string | null
}

/** Of a body that was tampered with: that it was is found by its hash. */
export const nothingSaid: ReadBody = {}

/** Contents may be long. */
const pageLength = 256

const sql = `SELECT ${entryColumns('entry')}, previous_call, id FROM entries AS entry
  WHERE seq > ? ORDER BY seq LIMIT ${pageLength}`

/** Every entry, a page at a time; in between, everything else gets its turn. */
export async function* entryFacts(connection: Connection): AsyncGenerator<readonly EntryFacts[]> {
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const facts = connection.all(sql, [after]).map(factsOf)
    const last = facts.at(-1)
    if (last === undefined) return
    yield facts
    after = last.entry.seq
    await nextTurn()
  }
}

function factsOf(row: Row): EntryFacts {
  const entry = entryOf(row)
  const [previousCall, keptId] = [row[entryWidth] as number | null, row[entryWidth + 1] as string | null]
  return {entry, said: readBody(entry.body), previousCall, foundBy: keptId ?? placedId(entry)}
}

/** What is found at the place it tells needs no other way to be found. */
const placedId = ({id, seq}: StoredEntry): string | null => (id !== null && tellsPlace(id, seq) ? id : null)
