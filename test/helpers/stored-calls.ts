import type {Session} from '../../src/model/session.js'
import type {LedgerWriter, Store, StoredEntry} from '../../src/store/store.js'
import {storedDecision} from './ledger-rows.js'

/** A call as a test of a store speaks of it. */
export interface CallToStore {
  session?: string | null
  agent?: string | null
  user?: string | null
  tool?: string
  decision?: 'allow' | 'deny' | 'approve' | 'sanitize'
  rule?: string | null
  cost?: number
  atMs?: number
  eventId?: string
  logId?: string
}

/** Records calls with the counts of their sessions, as an engine does; all in one transaction. */
export const storeCalls = (store: Store, calls: readonly CallToStore[]): Promise<readonly StoredEntry[]> =>
  store.write((writer) => appendCalls(writer, calls))

export async function appendCalls(
  writer: LedgerWriter,
  calls: readonly CallToStore[],
): Promise<readonly StoredEntry[]> {
  const entries = calls.map((call, index) => entryOf(call, writer.head.seq + 1 + index))
  const ids = [...new Set(calls.flatMap(({session}) => session ?? []))]
  const sessions = new Map(await writer.sessions(ids))
  const counts = new Map<string, {sessionId: string; tool: string; count: number}>()
  for (const [index, call] of calls.entries()) {
    const entry = entries[index]
    if (entry === undefined || entry.sessionId === null) continue
    sessions.set(entry.sessionId, counted(sessions.get(entry.sessionId), call, entry))
    const tool = call.tool ?? 'search'
    const key = JSON.stringify([entry.sessionId, tool])
    const before =
      counts.get(key)?.count ?? (await writer.sessionCalls(entry.sessionId, [tool])).get(tool) ?? 0
    counts.set(key, {sessionId: entry.sessionId, tool, count: before + 1})
  }
  await writer.append({entries, sessions: [...sessions.values()], sessionCalls: [...counts.values()]})
  return entries
}

const entryOf = (call: CallToStore, seq: number): StoredEntry =>
  storedDecision(
    seq,
    {
      agent_id: call.agent ?? null,
      user_id: call.user ?? null,
      tool_name: call.tool ?? 'search',
      decision: call.decision ?? 'allow',
      rule_name: call.rule ?? null,
      cost: call.cost ?? 0,
      event_id: call.eventId ?? null,
      ...(call.logId === undefined ? {} : {log_id: call.logId}),
    },
    {
      sessionId: call.session ?? null,
      eventId: call.eventId ?? null,
      ...(call.atMs === undefined ? {} : {atMs: call.atMs}),
    },
  )

function counted(before: Session | undefined, call: CallToStore, {sessionId, atMs}: StoredEntry): Session {
  const runs = ['allow', 'sanitize'].includes(call.decision ?? 'allow')
  return {
    id: sessionId ?? '',
    agentId: before === undefined ? (call.agent ?? null) : before.agentId,
    userId: before === undefined ? (call.user ?? null) : before.userId,
    startedAtMs: before?.startedAtMs ?? atMs,
    lastAtMs: Math.max(before?.lastAtMs ?? atMs, atMs),
    totalCalls: (before?.totalCalls ?? 0) + 1,
    allowedCalls: (before?.allowedCalls ?? 0) + (runs ? 1 : 0),
    deniedCalls: (before?.deniedCalls ?? 0) + (call.decision === 'deny' ? 1 : 0),
    approvalCalls: (before?.approvalCalls ?? 0) + (call.decision === 'approve' ? 1 : 0),
    estimatedCost: (before?.estimatedCost ?? 0) + (runs ? (call.cost ?? 0) : 0),
    openedBy: null,
    retainedUntilMs: null,
  }
}
