import {isoTime} from '../ledger/iso-time.js'
import type {EventQuery, LedgerEvent} from '../model/ledger-event.js'
import type {Store, StoredEntry} from '../store/store.js'
import type {Followers} from './followers.js'

/**
 * What is recorded, from a cursor on, by any process. Nothing is kept for a slow reader: it reads on from the store, where it
 * had got to.
 */
export function follow(
  store: Pick<Store, 'entries' | 'head' | 'call'>,
  followers: Followers,
  query: EventQuery,
): AsyncGenerator<LedgerEvent> {
  // Asked now and not when it is first read: "from now on" is from this call on.
  const start = query.after === undefined ? store.head().then(({seq}) => seq) : Promise.resolve(query.after)
  // Told when it is read.
  start.catch(() => {})
  return eventsAfter(start, store, followers, query)
}

async function* eventsAfter(
  start: Promise<number>,
  store: Pick<Store, 'entries' | 'call'>,
  followers: Followers,
  query: EventQuery,
): AsyncGenerator<LedgerEvent> {
  let after = await start
  followers.join()
  try {
    for (;;) {
      const seen = followers.seen
      for await (const entry of store.entries({after})) {
        if (followers.isOver(query.signal)) return
        after = entry.seq
        if (await isWanted(entry, query, store)) yield eventOf(entry)
      }
      if (!(await followers.changeAfter(seen, query.signal))) return
    }
  } catch (error) {
    // What was being read when it was closed can't be read to its end, and nobody wants it any more.
    if (!followers.isOver(query.signal)) throw error
  } finally {
    followers.leave()
  }
}

async function isWanted(
  entry: StoredEntry,
  {kinds, sessionId, agentId}: EventQuery,
  store: Pick<Store, 'call'>,
): Promise<boolean> {
  if (kinds !== undefined && !kinds.includes(entry.kind)) return false
  if (sessionId !== undefined && entry.sessionId !== sessionId) return false
  return agentId === undefined || (await agentOf(entry, store)) === agentId
}

/** Whose entry it is; of what came of a call, whose call it was. */
async function agentOf(entry: StoredEntry, store: Pick<Store, 'call'>): Promise<unknown> {
  const body = JSON.parse(entry.body) as Record<string, unknown>
  const {agent_id: agent, log_id: logId} = body
  if (agent !== undefined || entry.kind !== 'result' || typeof logId !== 'string') return agent
  const call = await store.call(logId)
  return call && (JSON.parse(call.decision.body) as Record<string, unknown>)['agent_id']
}

const eventOf = ({seq, atMs, kind, sessionId, body, content}: StoredEntry): LedgerEvent => ({
  seq,
  at: isoTime(atMs),
  kind,
  sessionId,
  body: JSON.parse(body) as Record<string, unknown>,
  content: content === null ? null : (JSON.parse(content) as Record<string, unknown>),
})
