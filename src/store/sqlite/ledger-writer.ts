import {tellsPlace} from '../../ledger/place-in-id.js'
import type {Changes, LedgerWriter, StoredCheckpoint, StoredEntry, StoredPolicy} from '../store.js'
import {upsertApprovals} from './approvals.js'
import {BulkInsert} from './bulk-insert.js'
import type {Connection} from './connection.js'
import type {LastEntry} from './last-entry.js'
import type {LedgerMemory} from './ledger-memory.js'
import {SqliteLedgerReader} from './ledger-reader.js'
import {recordHits} from './limit-hits.js'
import {markLitter} from './litter.js'
import {sessionColumns, sessionOf, sessionRow} from './rows.js'
import {keepSubtrees} from './subtrees.js'

const insertEntries = new BulkInsert('entries', [
  'seq',
  'at',
  'kind',
  'previous_call',
  'hash',
  'session_id',
  'id',
  'event_id',
  'body',
  'salt',
  'content',
])

/** What a session's first call says for good. Set again, even to the same, its indexes would be written anew at each call. */
const settled = new Set(['id', 'agent_id', 'user_id', 'started_at', 'opened_by'])

const changing = [...sessionColumns, 'last_call'].filter((name) => !settled.has(name))

const upsertSessions = new BulkInsert(
  'sessions',
  [...sessionColumns, 'last_call'],
  `ON CONFLICT (id) DO UPDATE SET ${changing.map((name) => `${name} = excluded.${name}`).join(', ')}`,
)

const upsertCalls = new BulkInsert(
  'session_calls',
  ['session_id', 'tool', 'count'],
  'ON CONFLICT DO UPDATE SET count = excluded.count',
)

const insertResults = new BulkInsert('results', ['call_seq', 'seq'])

/** A transaction that has begun on a connection; who began it ends it. */
export class SqliteLedgerWriter extends SqliteLedgerReader implements LedgerWriter {
  /** Whether something was to be taken out, so that the files are to be cleared of it. */
  hasErased = false
  /** Whether its connection sees something that is not committed yet. */
  hasAppended = false
  private state: 'open' | 'failed' | 'ended' = 'open'
  private readonly before: number

  constructor(
    connection: Connection,
    public last: LastEntry,
    memory: LedgerMemory,
  ) {
    super(connection, last, memory)
    this.before = last.seq
  }

  async append(changes: Changes): Promise<void> {
    if (this.state !== 'open')
      throw new Error('Nothing can be appended to a transaction that has ended or failed')
    // Until all of it is there: who passes over a failure must not commit the half of it.
    this.state = 'failed'
    this.hasAppended = true
    this.appendAll(changes)
    this.state = 'open'
  }

  /** From now on nothing can be appended or committed. */
  fail(): void {
    this.state = 'failed'
  }

  /** How many entries. */
  get appended(): number {
    return this.last.seq - this.before
  }

  /** Nothing may come after this. Throws where something that was to be appended is not all there. */
  end(): void {
    if (this.state === 'failed') throw new Error('What could not be appended can not be committed')
    this.state = 'ended'
  }

  private appendAll(changes: Changes): void {
    const {connection} = this
    this.appendEntries(changes.entries)
    this.keepSessions(changes)
    this.keepSessionCalls(changes.sessionCalls ?? [])
    recordHits(connection, changes.limitHits ?? [])
    insertResults.run(connection, changes.results ?? [], ({callSeq, seq}) => [callSeq, seq])
    this.keepApprovals(changes.approvals ?? [])
    for (const policy of changes.policies ?? []) this.keepPolicy(policy)
    if (changes.checkpoint !== undefined) this.keepCheckpoint(changes.checkpoint)
    keepSubtrees(connection, changes.subtrees ?? [])
    this.erase(changes.erased ?? [])
  }

  private appendEntries(entries: readonly StoredEntry[]): void {
    if (entries.length === 0) return
    const before = this.head.seq
    this.follow(entries)
    insertEntries.run(this.connection, entries, (entry) => [
      entry.seq,
      entry.atMs,
      entry.kind,
      this.previousCall(entry),
      entry.hash,
      entry.sessionId,
      // An id that tells its place is found by it: an index of them would be the dearest part of a decision.
      entry.id !== null && tellsPlace(entry.id, entry.seq) ? null : entry.id,
      entry.eventId,
      entry.body,
      entry.salt,
      entry.content,
    ])
    this.memory.decisions.note(this.connection, entries, before)
  }

  private previousCall({seq, kind, sessionId}: StoredEntry): number | null {
    if (kind !== 'decision' || sessionId === null) return null
    const known = this.memory.sessions.session(sessionId)
    const previous = known.lastCall
    known.lastCall = seq
    return previous
  }

  /** Refuses what would leave a gap, and remembers how far the clock went back. */
  private follow(entries: readonly StoredEntry[]): void {
    let backMs = 0
    for (const entry of entries) {
      if (entry.seq !== this.last.seq + 1)
        throw new RangeError(`Entry ${entry.seq} can't follow entry ${this.last.seq}`)
      backMs += Math.max(0, this.last.atMs - entry.atMs)
      this.last = entry
    }
    this.head = {seq: this.last.seq, hash: this.last.hash}
    if (backMs > 0) this.connection.run('UPDATE clock SET back_ms = back_ms + ?', [backMs])
  }

  private keepSessions({entries, sessions = []}: Changes): void {
    upsertSessions.run(this.connection, sessions, (session) => {
      const row = sessionRow(session)
      const known = this.memory.sessions.session(session.id)
      // A copy: what its owner goes on counting is not here yet.
      known.session = sessionOf(row)
      return [...row, known.lastCall]
    })
    this.refuseUncounted(entries, new Set(sessions.map(({id}) => id)))
  }

  /** A call that its session does not know of would never be found by it. */
  private refuseUncounted(entries: readonly StoredEntry[], counted: ReadonlySet<string>): void {
    for (const {seq, kind, sessionId} of entries)
      if (kind === 'decision' && sessionId !== null && !counted.has(sessionId))
        throw new RangeError(`Entry ${seq} comes without the counts of its session`)
  }

  private keepSessionCalls(calls: NonNullable<Changes['sessionCalls']>): void {
    for (const {sessionId, tool, count} of calls)
      this.memory.sessions.setCall(this.memory.sessions.session(sessionId), tool, count)
    upsertCalls.run(this.connection, calls, ({sessionId, tool, count}) => [sessionId, tool, count])
  }

  private keepApprovals(approvals: NonNullable<Changes['approvals']>): void {
    if (approvals.length === 0) return
    upsertApprovals(this.connection, approvals)
    this.memory.due.forget()
  }

  private keepPolicy({hash, text, source}: StoredPolicy): void {
    this.connection.run('INSERT INTO policies (hash, text, source) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', [
      hash,
      text,
      source,
    ])
  }

  private keepCheckpoint({size, note, frontier}: StoredCheckpoint): void {
    this.connection.run(
      'INSERT INTO checkpoints (size, note, frontier) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET note = ?2, frontier = ?3',
      [size, note, JSON.stringify(frontier)],
    )
  }

  private erase(seqs: readonly number[]): void {
    if (seqs.length === 0) return
    this.hasErased = true
    markLitter(this.connection, this.last.seq)
    // Overwrites what it frees; otherwise it would only be forgotten where it stands.
    this.connection.exec('PRAGMA secure_delete = ON')
    for (const seq of seqs) {
      this.connection.run('UPDATE entries SET salt = NULL, content = NULL WHERE seq = ?', [seq])
      this.connection.run('UPDATE approvals SET seal = NULL WHERE call_seq = ?', [seq])
    }
  }
}
