import type {Session} from '../../model/session.js'
import type {StoredCall, StoredCheckpoint, StoredEntry, StoredPolicy} from '../store.js'
import type {Row} from './driver.js'

/** The columns of an entry, of the table that has the alias. */
export const entryColumns = (alias: string, prefix = ''): string =>
  ['seq', 'at', 'kind', 'session_id', 'id', 'event_id', 'body', 'hash', 'salt', 'content']
    .map((name) => `${alias}.${name} AS ${prefix}${name}`)
    .join(', ')

export const entryOf = (row: Row): StoredEntry => ({
  seq: row['seq'] as number,
  atMs: row['at'] as number,
  kind: row['kind'] as string,
  sessionId: row['session_id'] as string | null,
  id: row['id'] as string | null,
  eventId: row['event_id'] as string | null,
  body: row['body'] as string,
  hash: row['hash'] as string,
  salt: row['salt'] as string | null,
  content: row['content'] as string | null,
})

/** Reads a decision and, by its prefix, its result. */
export const callColumns = `${entryColumns('entry')}, ${entryColumns('result', 'result_')}`

export const callOf = (row: Row): StoredCall => ({
  decision: entryOf(row),
  result: row['result_seq'] === null ? null : resultOf(row),
})

const resultOf = (row: Row): StoredEntry => ({
  seq: row['result_seq'] as number,
  atMs: row['result_at'] as number,
  kind: row['result_kind'] as string,
  sessionId: row['result_session_id'] as string | null,
  id: row['result_id'] as string | null,
  eventId: row['result_event_id'] as string | null,
  body: row['result_body'] as string,
  hash: row['result_hash'] as string,
  salt: row['result_salt'] as string | null,
  content: row['result_content'] as string | null,
})

export const sessionOf = (row: Row): Session => ({
  id: row['id'] as string,
  agentId: row['agent_id'] as string | null,
  userId: row['user_id'] as string | null,
  startedAtMs: row['started_at'] as number,
  lastAtMs: row['last_at'] as number,
  totalCalls: row['total_calls'] as number,
  allowedCalls: row['allowed_calls'] as number,
  deniedCalls: row['denied_calls'] as number,
  approvalCalls: row['approval_calls'] as number,
  estimatedCost: row['estimated_cost'] as number,
  openedBy: row['opened_by'] as string | null,
  retainedUntilMs: row['retained_until'] as number | null,
})

export const policyOf = (row: Row): StoredPolicy => ({
  hash: row['hash'] as string,
  text: row['text'] as string,
  source: row['source'] as string,
})

export const checkpointOf = (row: Row): StoredCheckpoint => ({
  size: row['size'] as number,
  note: row['note'] as string,
  frontier: JSON.parse(row['frontier'] as string) as string[],
})
