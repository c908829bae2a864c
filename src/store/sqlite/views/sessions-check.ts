import type {ViewDifference} from '../../store.js'
import type {Connection} from '../connection.js'
import type {Row} from '../driver.js'
import {sessionColumns} from '../rows.js'
import {columnDifference, difference, noDifference, rowDifference} from './difference.js'
import type {EntryFacts} from './entry-facts.js'
import {SessionRecount} from './session-recount.js'

/** The ids after one, up to another; null where there is no such end. */
export interface SessionPart {
  readonly after: string | null
  readonly upTo: string | null
}

/** Sessions that are recounted at a time: the counts of all would not fit into memory, if there are many. */
const most = 50_000

export function* sessionParts(connection: Connection): Generator<SessionPart> {
  const sql = `SELECT id FROM sessions WHERE id > ? ORDER BY id LIMIT 1 OFFSET ${most - 1}`
  let after: string | null = null
  for (;;) {
    const upTo: string | null = (connection.get(sql, [after ?? ''])?.[0] as string | undefined) ?? null
    yield {after, upTo}
    if (upTo === null) return
    after = upTo
  }
}

const names = [...sessionColumns.slice(1), 'last_call']
const pageLength = 1000

/** A part of the sessions as they are kept, beside what their entries say. */
export class SessionsCheck {
  private readonly sessions = new Map<string, SessionRecount>()

  constructor(
    private readonly connection: Connection,
    private readonly part: SessionPart,
  ) {}

  entry(facts: EntryFacts): readonly ViewDifference[] {
    const {sessionId, kind} = facts.entry
    if (sessionId === null || !this.isIn(sessionId)) return noDifference
    if (kind === 'result') this.sessions.get(sessionId)?.addCost(facts.said?.['cost'])
    if (kind === 'session') this.sessions.get(sessionId)?.archive(facts)
    return kind === 'decision' ? this.call(sessionId, facts) : noDifference
  }

  private isIn(id: string): boolean {
    const {after, upTo} = this.part
    return (after === null || compare(id, after) > 0) && (upTo === null || compare(id, upTo) <= 0)
  }

  private call(id: string, facts: EntryFacts): readonly ViewDifference[] {
    const {entry, previousCall} = facts
    const recount = this.sessions.get(id) ?? new SessionRecount(facts)
    this.sessions.set(id, recount)
    const differences = columnDifference(entry.seq, 'previous_call', previousCall, recount.lastCall)
    recount.addCall(facts)
    return differences
  }

  /** To be asked when all entries have passed. */
  *end(): Generator<ViewDifference> {
    for (const [id, tool, count] of this.rows('session_calls', ['session_id', 'tool'], ['count']))
      yield* this.toolDifference(id as string, tool as string, count)
    for (const [id, ...kept] of this.rows('sessions', ['id'], names)) {
      const recount = this.sessions.get(id as string)
      yield* rowDifference('sessions', id as string, names, kept, recount?.row)
      if (recount !== undefined) yield* missingTools(id as string, recount)
      this.sessions.delete(id as string)
    }
    for (const [id, recount] of this.sessions)
      yield* rowDifference('sessions', id, names, undefined, recount.row)
  }

  private toolDifference(id: string, tool: string, count: unknown): readonly ViewDifference[] {
    const tools = this.sessions.get(id)?.tools
    const recounted = tools?.get(tool)
    tools?.delete(tool)
    return difference('session_calls', `${id} ${tool}`, count, recounted)
  }

  private *rows(table: string, keys: readonly string[], others: readonly string[]): Generator<Row> {
    const {after, upTo} = this.part
    const names = keys.join(', ')
    const beyond = `(${names}) > (${keys.map(() => '?').join(', ')})`
    const page = (from: string) => `SELECT ${[...keys, ...others].join(', ')} FROM ${table}
      WHERE ${from} AND (? IS NULL OR ${keys[0]} <= ?) ORDER BY ${names} LIMIT ${pageLength}`
    let rows = this.connection.all(page(`(? IS NULL OR ${keys[0]} > ?)`), [after, after, upTo, upTo])
    for (let last = rows.at(-1); last !== undefined; last = rows.at(-1)) {
      yield* rows
      rows = this.connection.all(page(beyond), [...last.slice(0, keys.length), upTo, upTo])
    }
  }
}

function* missingTools(id: string, {tools}: SessionRecount): Generator<ViewDifference> {
  for (const [tool, count] of tools) yield* difference('session_calls', `${id} ${tool}`, undefined, count)
}

/** As SQLite compares texts. */
const compare = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other))
