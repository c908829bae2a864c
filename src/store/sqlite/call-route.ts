import type {CallQuery} from '../store.js'
import type {Condition} from './call-filter.js'
import type {Connection} from './connection.js'
import type {EntrySpan} from './time-range.js'

/** The way through the entries that a query may find calls among. */
export interface CallRoute {
  /** So many entries further; nothing at the end. */
  next(connection: Connection, count: number): Condition | undefined
}

/** Every entry of a span. */
export class SpanRoute implements CallRoute {
  private after: number
  private upTo: number

  constructor(
    span: EntrySpan,
    private readonly order: CallQuery['order'],
  ) {
    this.after = span.after
    this.upTo = span.upTo
  }

  next(_connection: Connection, count: number): Condition | undefined {
    if (this.after >= this.upTo) return undefined
    const [after, upTo] =
      this.order === 'newest first'
        ? [Math.max(this.after, this.upTo - count), this.upTo]
        : [this.after, Math.min(this.upTo, this.after + count)]
    if (this.order === 'newest first') this.upTo = after
    else this.after = upTo
    return {sql: 'entry.seq > ? AND entry.seq <= ?', values: [after, upTo]}
  }
}

/** The calls of one session within a span. They are strung together from the last one to the first. */
export class SessionRoute implements CallRoute {
  private found: number[] = []
  private isCollected: boolean

  constructor(
    private readonly span: EntrySpan,
    private lastCall: number | null,
    private readonly order: CallQuery['order'],
  ) {
    this.isCollected = order === 'newest first'
  }

  next(connection: Connection, count: number): Condition | undefined {
    const calls = this.order === 'newest first' ? this.back(connection, count) : this.forth(connection, count)
    if (calls.length === 0 && this.lastCall === null) return undefined
    return {sql: 'entry.seq IN (SELECT value FROM json_each(?))', values: [JSON.stringify(calls)]}
  }

  private forth(connection: Connection, count: number): readonly number[] {
    while (!this.isCollected) {
      this.found.push(...this.back(connection, 1000))
      this.isCollected = this.lastCall === null
    }
    // From the end, where the first calls are: cutting off the beginning would move all the others.
    return this.found.splice(-count)
  }

  private back(connection: Connection, count: number): readonly number[] {
    const steps = this.lastCall === null ? [] : callsBack(connection, this.lastCall, count)
    const {after, upTo} = this.span
    const last = steps.at(-1)
    const isEnd = last === undefined || last.seq <= after || (last.previous ?? last.seq) >= last.seq
    this.lastCall = isEnd ? null : last.previous
    return steps.map(({seq}) => seq).filter((seq) => seq > after && seq <= upTo)
  }
}

interface Step {
  readonly seq: number
  readonly previous: number | null
}

/** Never forward: a list that was tampered with must come to an end. */
const stepsSql = `WITH RECURSIVE step (seq, previous) AS (
  SELECT seq, previous_call FROM entries WHERE seq = ?
  UNION ALL
  SELECT entry.seq, entry.previous_call FROM step JOIN entries AS entry ON entry.seq = step.previous
  WHERE entry.seq < step.seq
) SELECT seq, previous FROM step LIMIT ?`

const callsBack = (connection: Connection, from: number, count: number): readonly Step[] =>
  connection
    .all(stepsSql, [from, count])
    .map(([seq, previous]) => ({seq: seq as number, previous: previous as number | null}))
