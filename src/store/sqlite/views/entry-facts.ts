import {setImmediate as nextTurn} from 'node:timers/promises'
import {type ReadBody, readBody} from '../../../ledger/verify/kept-entry.js'
import type {ReadEntry} from '../../store.js'
import type {Connection} from '../connection.js'
import type {Row} from '../driver.js'
import {entryColumns, entryOf, entryWidth} from '../rows.js'

/** What views are made of. */
export interface EntryFacts extends ReadEntry {
  readonly previousCall: number | null
}

/** Of a body that was tampered with: that it was is found by its hash. */
export const nothingSaid: ReadBody = {}

/** Contents may be long. */
const pageLength = 256

const sql = `SELECT ${entryColumns('entry')}, previous_call FROM entries AS entry
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
  return {entry, said: readBody(entry.body), previousCall: row[entryWidth] as number | null}
}
