import {placeIn} from '../../ledger/place-in-id.js'
import type {Session} from '../../model/session.js'
import type {Head, LedgerReader, LimitQuestion, StoredApproval, StoredCall} from '../store.js'
import {readApprovals, readNextDue} from './approvals.js'
import type {Connection} from './connection.js'
import {noEntry, readLastEntry} from './last-entry.js'
import {LedgerMemory} from './ledger-memory.js'
import {countAfter} from './limit-hits.js'
import {callOf, callsFrom, ofFew} from './rows.js'

const callByIndex = `${callsFrom('entries AS entry')} WHERE entry.id = ?`
const callAt = `${callsFrom('entries AS entry')} WHERE entry.seq = ?`
const callByEventId = `${callsFrom('entries AS entry')} WHERE entry.event_id = ?`

export const readCall = (connection: Connection, logId: string): StoredCall | undefined =>
  callAtItsPlace(connection, logId) ?? callBy(connection, callByIndex, logId)

/** Nothing when its id tells no place, or that of another. */
function callAtItsPlace(connection: Connection, logId: string): StoredCall | undefined {
  const seq = placeIn(logId)
  const call = seq === undefined ? undefined : callBy(connection, callAt, seq)
  return call?.decision.id === logId ? call : undefined
}

function callBy(connection: Connection, sql: string, key: string | number): StoredCall | undefined {
  const row = connection.get(sql, [Number.MAX_SAFE_INTEGER, key])
  return row && callOf(row)
}

/** The questions of a transaction that has begun on a connection; who began it ends it. */
export class SqliteLedgerReader implements LedgerReader {
  head: Head

  constructor(
    protected readonly connection: Connection,
    {seq, hash}: Head = readLastEntry(connection),
    protected readonly memory = new LedgerMemory(connection),
  ) {
    this.head = {seq, hash}
  }

  async sessions(ids: readonly string[]): Promise<ReadonlyMap<string, Session>> {
    const found = new Map<string, Session>()
    for (const id of ids) {
      const {session} = this.memory.sessions.session(id)
      if (session !== undefined) found.set(id, session)
    }
    return found
  }

  async sessionCalls(
    sessionId: string,
    tools: readonly string[] | 'any',
  ): Promise<ReadonlyMap<string, number>> {
    return this.memory.sessions.calls(sessionId, tools)
  }

  async limitCounts(questions: readonly LimitQuestion[]): Promise<readonly number[]> {
    return questions.map((question) => countAfter(this.connection, question))
  }

  async callsById(logIds: readonly string[]): Promise<ReadonlyMap<string, StoredCall>> {
    return foundBy(logIds, (logId) => readCall(this.connection, logId))
  }

  async callsByEventId(eventIds: readonly string[]): Promise<ReadonlyMap<string, StoredCall>> {
    return foundBy(eventIds, (eventId) => callBy(this.connection, callByEventId, eventId))
  }

  async approvalsById(ids: readonly string[]): Promise<ReadonlyMap<string, StoredApproval>> {
    const found = ids.flatMap((id) => readApprovals(this.connection, 'id = ?', [id]))
    return new Map(found.map((approval) => [approval.state.id, approval]))
  }

  async approvalsBySeal(seals: readonly string[]): Promise<readonly StoredApproval[]> {
    return seals.flatMap((seal) => readApprovals(this.connection, 'seal = ? ORDER BY call_seq DESC', [seal]))
  }

  async dueApprovals(nowMs: number, most: number): Promise<readonly StoredApproval[]> {
    if (!this.memory.due.isAnyDue(nowMs)) return []
    return readApprovals(this.connection, 'due_at <= ? ORDER BY due_at, call_seq LIMIT ?', [nowMs, most])
  }

  async nextDueMs(): Promise<number | undefined> {
    return readNextDue(this.connection)
  }

  async policyInForce(): Promise<string | undefined> {
    const row = this.connection.get(
      `SELECT json_extract(body, '$.policy_hash') FROM entries
      WHERE kind = 'policy' AND ${ofFew} ORDER BY seq DESC LIMIT 1`,
    )
    return row?.[0] as string | undefined
  }
}

function foundBy(
  keys: readonly string[],
  find: (key: string) => StoredCall | undefined,
): ReadonlyMap<string, StoredCall> {
  const found = new Map<string, StoredCall>()
  for (const key of keys) {
    const call = find(key)
    if (call !== undefined) found.set(key, call)
  }
  return found
}

/** A ledger of which there is nothing yet. */
export const emptyLedger: LedgerReader = {
  head: {seq: noEntry.seq, hash: noEntry.hash},
  sessions: async () => new Map(),
  sessionCalls: async () => new Map(),
  limitCounts: async (questions) => questions.map(() => 0),
  callsById: async () => new Map(),
  callsByEventId: async () => new Map(),
  approvalsById: async () => new Map(),
  approvalsBySeal: async () => [],
  dueApprovals: async () => [],
  nextDueMs: async () => undefined,
  policyInForce: async () => undefined,
}
