import type {Session} from '../../model/session.js'
import type {Head, LedgerReader, LimitQuestion, StoredApproval, StoredCall} from '../store.js'
import {readApprovals, readNextDue} from './approvals.js'
import type {Connection} from './connection.js'
import {noEntry, readLastEntry} from './last-entry.js'
import {countAfter} from './limit-hits.js'
import {callOf, callsFrom, ofFew} from './rows.js'
import {SessionMemory} from './session-memory.js'

const callById = `${callsFrom('entries AS entry')} WHERE entry.id = ?`
const callByEventId = `${callsFrom('entries AS entry')} WHERE entry.event_id = ?`

export function readCall(connection: Connection, logId: string): StoredCall | undefined {
  const row = connection.get(callById, [Number.MAX_SAFE_INTEGER, logId])
  return row && callOf(row)
}

/** The questions of a transaction that has begun on a connection; who began it ends it. */
export class SqliteLedgerReader implements LedgerReader {
  head: Head

  constructor(
    protected readonly connection: Connection,
    {seq, hash}: Head = readLastEntry(connection),
    protected readonly memory = new SessionMemory(connection),
  ) {
    this.head = {seq, hash}
  }

  async sessions(ids: readonly string[]): Promise<ReadonlyMap<string, Session>> {
    const found = new Map<string, Session>()
    for (const id of ids) {
      const {session} = this.memory.session(id)
      if (session !== undefined) found.set(id, session)
    }
    return found
  }

  async sessionCalls(
    sessionId: string,
    tools: readonly string[] | 'any',
  ): Promise<ReadonlyMap<string, number>> {
    return this.memory.calls(sessionId, tools)
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
      const row = this.connection.get(sql, [Number.MAX_SAFE_INTEGER, key])
      if (row !== undefined) found.set(key, callOf(row))
    }
    return found
  }

  async approvalsById(ids: readonly string[]): Promise<ReadonlyMap<string, StoredApproval>> {
    const found = ids.flatMap((id) => readApprovals(this.connection, 'id = ?', [id]))
    return new Map(found.map((approval) => [approval.state.id, approval]))
  }

  async approvalsBySeal(seals: readonly string[]): Promise<readonly StoredApproval[]> {
    return seals.flatMap((seal) => readApprovals(this.connection, 'seal = ? ORDER BY call_seq DESC', [seal]))
  }

  async dueApprovals(nowMs: number, most: number): Promise<readonly StoredApproval[]> {
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
