import type {CallQuery, StoredCall} from '../store.js'
import {filterCondition} from './call-filter.js'
import {type CallRoute, SessionRoute, SpanRoute} from './call-route.js'
import type {Connection} from './connection.js'
import type {SqlValue} from './driver.js'
import {readLastEntry} from './last-entry.js'
import {callOf, callsFrom, ofFew} from './rows.js'
import {entriesBetween} from './time-range.js'

const fewest = 64
const most = 4096
/** So many calls at a time, however long their contents are. */
const enough = 256

/**
 * Finds the calls that a query asks for among the entries that were there at its beginning, a part at a time. The parts
 * are small at first: who stops after fifty has not waited for more.
 */
export class CallSearch {
  private readonly sql: string
  private readonly filterValues: readonly SqlValue[]
  private scope: {readonly head: number; readonly route: CallRoute} | undefined
  private size = fewest

  constructor(private readonly query: CallQuery) {
    const {sql, values} = filterCondition(query)
    this.sql = sql
    this.filterValues = values
  }

  /** Maybe none, when there may be more; nothing when there are no more. */
  next(connection: Connection): readonly StoredCall[] | undefined {
    this.scope ??= this.begin(connection)
    const {head, route} = this.scope
    const part = route.next(connection, this.size)
    if (part === undefined) return undefined
    const order = this.query.order === 'newest first' ? 'DESC' : 'ASC'
    const sql = `${callsFrom('entries AS entry')} WHERE ${part.sql} AND ${this.sql} ORDER BY entry.seq ${order}`
    const rows = connection.all(sql, [head, ...part.values, ...this.filterValues])
    this.size = rows.length > enough ? Math.max(fewest, this.size / 2) : Math.min(most, this.size * 2)
    return rows.map(callOf)
  }

  private begin(connection: Connection): {head: number; route: CallRoute} {
    const {sessionId, keyId, order} = this.query
    const head = readLastEntry(connection).seq
    const {after, upTo} = entriesBetween(connection, head, this.query)
    const span = {
      after: typeof keyId === 'string' ? Math.max(after, keyEntry(connection, keyId)) : after,
      upTo,
    }
    if (sessionId === undefined) return {head, route: new SpanRoute(span, order)}
    const last = connection.get('SELECT last_call FROM sessions WHERE id = ?', [sessionId])?.[0] ?? null
    return {head, route: new SessionRoute(span, last as number | null, order)}
  }
}

const keyEntrySql = `SELECT min(seq) FROM entries
  WHERE kind = 'key' AND ${ofFew} AND json_valid(body) AND json_extract(body, '$.key_id') = ?`

/** Where a key was made: nobody calls with it before that. 0 for one of which the ledger says nothing. */
const keyEntry = (connection: Connection, keyId: string): number =>
  (connection.get(keyEntrySql, [keyId])?.[0] as number | null) ?? 0
