import type {Session} from '../../model/session.js'
import type {StoredCall, StoredCheckpoint, StoredEntry, StoredPolicy} from '../store.js'
import {textIn} from './body-text.js'
import type {Row} from './driver.js'

/** The columns of an entry, of the table that has the alias. */
export const entryColumns = (alias: string): string =>
  ['seq', 'at', 'kind', 'session_id', 'id', 'event_id', 'body', 'hash', 'salt', 'content']
    .map((name) => `${alias}.${name}`)
    .join(', ')

const entryWidth = 10

export const entryOf = (row: Row, from = 0): StoredEntry => ({
  seq: row[from] as number,
  atMs: row[from + 1] as number,
  kind: row[from + 2] as string,
  sessionId: row[from + 3] as string | null,
  id: (row[from + 4] as string | null) ?? idIn(row[from + 2] as string, row[from + 6] as string),
  eventId: row[from + 5] as string | null,
  body: row[from + 6] as string,
  hash: row[from + 7] as string,
  salt: row[from + 8] as string | null,
  content: row[from + 9] as string | null,
})

/** Where an id tells the place of its entry, it stands in the body alone. */
export const idIn = (kind: string, body: string): string | null =>
  kind === 'decision' ? textIn(body, 'log_id') : null

/** Says of a kind what the index of those that have few entries is made for. */
export const ofFew = "kind NOT IN ('decision', 'result')"

/** A decision and its result, if that is not after the entry that the first parameter names. */
export const callsFrom = (from: string): string =>
  `SELECT ${entryColumns('entry')}, ${entryColumns('result')} FROM ${from}
  LEFT JOIN results ON results.call_seq = entry.seq AND results.seq <= ?
  LEFT JOIN entries AS result ON result.seq = results.seq`

export const callOf = (row: Row): StoredCall => ({
  decision: entryOf(row),
  result: row[entryWidth] === null ? null : entryOf(row, entryWidth),
})

export const sessionColumns = [
  'id',
  'agent_id',
  'user_id',
  'started_at',
  'last_at',
  'total_calls',
  'allowed_calls',
  'denied_calls',
  'approval_calls',
  'estimated_cost',
  'opened_by',
  'retained_until',
]

export const sessionOf = (row: Row): Session => ({
  id: row[0] as string,
  agentId: row[1] as string | null,
  userId: row[2] as string | null,
  startedAtMs: row[3] as number,
  lastAtMs: row[4] as number,
  totalCalls: row[5] as number,
  allowedCalls: row[6] as number,
  deniedCalls: row[7] as number,
  approvalCalls: row[8] as number,
  estimatedCost: row[9] as number,
  openedBy: row[10] as string | null,
  retainedUntilMs: row[11] as number | null,
})

export const sessionRow = (session: Session) => [
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
]

export const policyColumns = 'hash, text, source'

export const policyOf = ([hash, text, source]: Row): StoredPolicy => ({
  hash: hash as string,
  text: text as string,
  source: source as string,
})

export const checkpointColumns = 'size, note, frontier'

export const checkpointOf = ([size, note, frontier]: Row): StoredCheckpoint => ({
  size: size as number,
  note: note as string,
  frontier: frontierOf(frontier as string),
})

/** What somebody wrote over it is nothing to go on from; whoever asks finds that it does not fit. */
function frontierOf(text: string): readonly string[] {
  try {
    const frontier: unknown = JSON.parse(text)
    return Array.isArray(frontier) ? frontier : []
  } catch {
    return []
  }
}
