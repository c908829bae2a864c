import type {Session} from '../../model/session.js'
import type {Connection} from './connection.js'
import {sessionColumns, sessionOf} from './rows.js'

/** A session as its rows are: read or written by the same connection, with no other writer in between. */
export interface KnownSession {
  /** Nothing when there is none yet. */
  session: Session | undefined
  /** The entry of its last call; null before the first. */
  lastCall: number | null
  readonly calls: Map<string, number>
  /** Whether `calls` has all tools that were called. */
  isComplete: boolean
}

const sessionSql = `SELECT ${sessionColumns.join(', ')}, last_call FROM sessions WHERE id = ?`
const callSql = 'SELECT count FROM session_calls WHERE session_id = ? AND tool = ?'
const callsSql = 'SELECT tool, count FROM session_calls WHERE session_id = ?'

/** Keeps what it has read: calls of a session come one after the other, and each asks for the same rows. */
export class SessionMemory {
  private readonly known = new Map<string, KnownSession>()
  private size = 0

  constructor(private readonly connection: Connection) {}

  /** A few megabytes. Rows that many sessions ago were asked for are read again. */
  get isFull(): boolean {
    return this.size > 20_000
  }

  session(id: string): KnownSession {
    return this.known.get(id) ?? this.read(id)
  }

  private read(id: string): KnownSession {
    const row = this.connection.get(sessionSql, [id])
    const known: KnownSession =
      row === undefined
        ? {session: undefined, lastCall: null, calls: new Map(), isComplete: false}
        : {
            session: sessionOf(row),
            lastCall: row[sessionColumns.length] as number | null,
            calls: new Map(),
            isComplete: false,
          }
    this.known.set(id, known)
    this.size++
    return known
  }

  calls(id: string, tools: readonly string[] | 'any'): ReadonlyMap<string, number> {
    const known = this.session(id)
    if (tools === 'any') return this.allCalls(id, known)
    const counts = new Map<string, number>()
    for (const tool of tools) {
      const count = known.calls.get(tool) ?? this.readCall(id, tool, known)
      if (count > 0) counts.set(tool, count)
    }
    return counts
  }

  private readCall(id: string, tool: string, known: KnownSession): number {
    if (known.isComplete) return 0
    const count = (this.connection.get(callSql, [id, tool])?.[0] as number | undefined) ?? 0
    this.setCall(known, tool, count)
    return count
  }

  private allCalls(id: string, known: KnownSession): ReadonlyMap<string, number> {
    if (!known.isComplete)
      for (const [tool, count] of this.connection.all(callsSql, [id]))
        this.setCall(known, tool as string, count as number)
    known.isComplete = true
    return new Map([...known.calls].filter(([, count]) => count > 0))
  }

  setCall(known: KnownSession, tool: string, count: number): void {
    if (!known.calls.has(tool)) this.size++
    known.calls.set(tool, count)
  }
}
