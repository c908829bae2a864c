import {type ApprovalState, isDue, isOver} from '../../ledger/approvals/approval-state.js'
import {canonicalJson} from '../../model/canonical-json.js'
import type {ApprovalStepPlace, StoredApproval, StoredApprovalQuery, StoredEntry} from '../store.js'
import {BulkInsert} from './bulk-insert.js'
import type {Connection} from './connection.js'
import type {Row, SqlValue} from './driver.js'
import {changedText} from './errors.js'
import {entryColumns, entryOf, ofFew} from './rows.js'

export const approvalColumns = [
  'call_seq',
  'id',
  'status',
  'session_id',
  'agent_id',
  'due_at',
  'seal',
  'state',
]

const upsert = new BulkInsert(
  'approvals',
  approvalColumns,
  `ON CONFLICT (call_seq) DO UPDATE SET ${['status', 'due_at', 'seal', 'state']
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}`,
)

export const upsertApprovals = (
  connection: Connection,
  approvals: readonly Pick<StoredApproval, 'state' | 'seal'>[],
): void => upsert.run(connection, approvals, approvalRow)

/** In the order of the columns. */
export const approvalRow = ({state, seal}: Pick<StoredApproval, 'state' | 'seal'>): SqlValue[] => [
  state.callSeq,
  state.id,
  state.status,
  state.sessionId,
  state.agentId,
  isDue(state, Number.POSITIVE_INFINITY) ? state.expiresAtMs : null,
  isOver(state) ? null : seal,
  canonicalJson(state),
]

/** The approvals for which a condition holds, with their entries. */
export const readApprovals = (
  connection: Connection,
  condition: string,
  values: readonly SqlValue[],
): StoredApproval[] =>
  connection
    .all(`SELECT state, seal FROM approvals WHERE ${condition}`, values)
    .map((row) => approvalOf(connection, row))

function approvalOf(connection: Connection, [text, seal]: Row): StoredApproval {
  const state = stateIn(text as string, connection.file)
  const seqs = new Set(state.answers.map(({seq}) => seq))
  if (state.resolvingSeq !== null) seqs.add(state.resolvingSeq)
  return {
    state,
    seal: seal as string | null,
    decision: readEntry(connection, state.callSeq),
    steps: [...seqs].map((seq) => readEntry(connection, seq)),
  }
}

function stateIn(text: string, file: string): ApprovalState {
  const state = parsed(text, file)
  if (!isState(state)) throw changedText(file)
  return state
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw changedText(file, cause)
  }
}

/** As far as more is found by it. */
const isState = (value: unknown): value is ApprovalState =>
  typeof value === 'object' &&
  value !== null &&
  'answers' in value &&
  Array.isArray(value.answers) &&
  'approvers' in value &&
  Array.isArray(value.approvers)

const entrySql = `SELECT ${entryColumns('entry')} FROM entries AS entry WHERE seq = ?`

function readEntry(connection: Connection, seq: number): StoredEntry {
  const row = connection.get(entrySql, [seq])
  if (row === undefined) throw changedText(connection.file)
  return entryOf(row)
}

const stepsPageLength = 4096
const stepsSql = `SELECT seq, json_extract(body, '$.approval_id') FROM entries AS entry
WHERE kind = 'approval' AND ${ofFew} AND seq > ? ORDER BY seq LIMIT ${stepsPageLength}`

/** Where the next steps are; none when there are no more. */
export const readStepPlaces = (connection: Connection, after: number): ApprovalStepPlace[] =>
  connection.all(stepsSql, [after]).map(([seq, id]) => ({seq: seq as number, approvalId: String(id)}))

export const readNextDue = (connection: Connection): number | undefined =>
  (connection.get('SELECT min(due_at) FROM approvals WHERE due_at IS NOT NULL')?.[0] as number | null) ??
  undefined

export const countPending = (connection: Connection, nowMs: number): number =>
  connection.get('SELECT count(*) FROM approvals WHERE due_at > ?', [nowMs])?.[0] as number

/** The arguments of each may be a megabyte. */
const pageLength = 64

/** Finds approvals a page at a time. */
export class ApprovalSearch {
  private after: number

  constructor(private readonly query: StoredApprovalQuery) {
    this.after = query.order === 'oldest first' ? 0 : Number.MAX_SAFE_INTEGER
  }

  /** None when there are no more. */
  next(connection: Connection): readonly StoredApproval[] {
    const {order, statuses, sessionId, agentId, keyId} = this.query
    const isAscending = order === 'oldest first'
    const parts: {sql: string; values: readonly SqlValue[]}[] = [
      {sql: `call_seq ${isAscending ? '>' : '<'} ?`, values: [this.after]},
    ]
    if (statuses !== undefined)
      parts.push({sql: `status IN (${statuses.map(() => '?').join(', ')})`, values: statuses})
    if (sessionId !== undefined) parts.push({sql: 'session_id = ?', values: [sessionId]})
    if (agentId !== undefined) parts.push({sql: 'agent_id = ?', values: [agentId]})
    // Not in an index of its own, but without a look at the arguments of what others asked.
    if (keyId !== undefined) parts.push({sql: "json_extract(state, '$.keyId') IS ?", values: [keyId]})
    const condition = parts.map(({sql}) => sql).join(' AND ')
    const found = readApprovals(
      connection,
      `${condition} ORDER BY call_seq ${isAscending ? 'ASC' : 'DESC'} LIMIT ${pageLength}`,
      parts.flatMap(({values}) => values),
    )
    this.after = found.at(-1)?.state.callSeq ?? this.after
    return found
  }
}
