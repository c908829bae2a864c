import type {Session} from '../../model/session.js'
import type {
  Changes,
  Head,
  LedgerWriter,
  LimitQuestion,
  StoredCall,
  StoredCheckpoint,
  StoredEntry,
  StoredPolicy,
} from '../store.js'
import type {Connection} from './connection.js'
import {countAfter, recordHits} from './limit-hits.js'
import {readHead} from './reading.js'
import {callColumns, callOf, sessionOf} from './rows.js'

const insertEntry = `INSERT INTO entries
  (seq, at, kind, hash, session_id, id, event_id, body, salt, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

const upsertSession = `INSERT INTO sessions
  (id, agent_id, user_id, started_at, last_at, total_calls, allowed_calls, denied_calls, approval_calls, estimated_cost, opened_by, retained_until)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT (id) DO UPDATE SET
  last_at = ?5, total_calls = ?6, allowed_calls = ?7, denied_calls = ?8, approval_calls = ?9, estimated_cost = ?10,
  retained_until = ?12`

const sessionCallsOf = 'SELECT tool, count FROM session_calls WHERE session_id = ? AND tool = ?'

const callBy = (column: 'id' | 'event_id'): string =>
  `SELECT ${callColumns} FROM entries AS entry
  LEFT JOIN results ON results.call_seq = entry.seq LEFT JOIN entries AS result ON result.seq = results.seq
  WHERE entry.${column} = ?`

export const callById = callBy('id')
const callByEventId = callBy('event_id')

/** A transaction that has begun on a connection; who began it ends it. */
export class SqliteLedgerWriter implements LedgerWriter {
  head: Head

  constructor(private readonly connection: Connection) {
    this.head = readHead(connection)
  }

  async sessions(ids: readonly string[]): Promise<ReadonlyMap<string, Session>> {
    const found = new Map<string, Session>()
    for (const id of ids) {
      const row = this.connection.get('SELECT * FROM sessions WHERE id = ?', id)
      if (row !== undefined) found.set(id, sessionOf(row))
    }
    return found
  }

  async sessionCalls(
    sessionId: string,
    tools: readonly string[] | 'any',
  ): Promise<ReadonlyMap<string, number>> {
    const rows =
      tools === 'any'
        ? this.connection.all('SELECT tool, count FROM session_calls WHERE session_id = ?', sessionId)
        : tools.map((tool) => this.connection.get(sessionCallsOf, sessionId, tool))
    return new Map(
      rows.filter((row) => row !== undefined).map((row) => [row['tool'] as string, row['count'] as number]),
    )
  }

  async limitCounts(questions: readonly LimitQuestion[]): Promise<readonly number[]> {
    return questions.map((question) => countAfter(this.connection, question))
  }

  async callsById(logIds: readonly string[]): Promise<ReadonlyMap<string, StoredCall>> {
    return this.callsBy(callById, logIds)
  }

  async callsByEventId(eventIds: readonly string[]): Promise<ReadonlyMap<string, StoredCall>> {
    return this.callsBy(callByEventId, eventIds)
  }

  private callsBy(sql: string, keys: readonly string[]): ReadonlyMap<string, StoredCall> {
    const found = new Map<string, StoredCall>()
    for (const key of keys) {
      const row = this.connection.get(sql, key)
      if (row !== undefined) found.set(key, callOf(row))
    }
    return found
  }

  async policyInForce(): Promise<string | undefined> {
    const row = this.connection.get(
      "SELECT json_extract(body, '$.policy_hash') AS hash FROM entries WHERE kind = 'policy' ORDER BY seq DESC LIMIT 1",
    )
    return row?.['hash'] as string | undefined
  }

  async append(changes: Changes): Promise<void> {
    this.appendEntries(changes.entries)
    for (const session of changes.sessions ?? []) this.keepSession(session)
    for (const {sessionId, tool, count} of changes.sessionCalls ?? [])
      this.connection.run(
        'INSERT INTO session_calls (session_id, tool, count) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET count = ?3',
        sessionId,
        tool,
        count,
      )
    recordHits(this.connection, changes.limitHits ?? [])
    for (const {callSeq, seq} of changes.results ?? [])
      this.connection.run('INSERT INTO results (call_seq, seq) VALUES (?, ?)', callSeq, seq)
    for (const policy of changes.policies ?? []) this.keepPolicy(policy)
    if (changes.checkpoint !== undefined) this.keepCheckpoint(changes.checkpoint)
    this.erase(changes.erased ?? [])
  }

  private appendEntries(entries: readonly StoredEntry[]): void {
    for (const entry of entries) {
      if (entry.seq !== this.head.seq + 1)
        throw new RangeError(`Entry ${entry.seq} can't follow entry ${this.head.seq}`)
      this.connection.run(
        insertEntry,
        entry.seq,
        entry.atMs,
        entry.kind,
        entry.hash,
        entry.sessionId,
        entry.id,
        entry.eventId,
        entry.body,
        entry.salt,
        entry.content,
      )
      this.head = entry
    }
    this.countDecisions(entries)
  }

  private countDecisions(entries: readonly StoredEntry[]): void {
    const counts = new Map<string, number>()
    for (const {kind, body} of entries) {
      if (kind !== 'decision') continue
      const {decision} = JSON.parse(body) as {decision: string}
      counts.set(decision, (counts.get(decision) ?? 0) + 1)
    }
    for (const [decision, count] of counts)
      this.connection.run(
        'INSERT INTO decision_counts (decision, count) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET count = count + ?2',
        decision,
        count,
      )
  }

  private keepSession(session: Session): void {
    this.connection.run(
      upsertSession,
      session.id,
      session.agentId,
      session.userId,
      session.startedAtMs,
      session.lastAtMs,
      session.totalCalls,
      session.allowedCalls,
      session.deniedCalls,
      session.approvalCalls,
      session.estimatedCost,
      session.openedBy,
      session.retainedUntilMs,
    )
  }

  private keepPolicy({hash, text, source}: StoredPolicy): void {
    this.connection.run(
      'INSERT INTO policies (hash, text, source) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      hash,
      text,
      source,
    )
  }

  private keepCheckpoint({size, note, frontier}: StoredCheckpoint): void {
    this.connection.run(
      'INSERT INTO checkpoints (size, note, frontier) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET note = ?2, frontier = ?3',
      size,
      note,
      JSON.stringify(frontier),
    )
  }

  private erase(seqs: readonly number[]): void {
    for (const seq of seqs)
      this.connection.run('UPDATE entries SET salt = NULL, content = NULL WHERE seq = ?', seq)
  }
}
