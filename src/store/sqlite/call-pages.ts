import type {CallQuery, StoredCall} from '../store.js'
import type {Connection} from './connection.js'
import type {SqlValue} from './driver.js'
import {callColumns, callOf} from './rows.js'

interface Condition {
  sql: string
  values: readonly SqlValue[]
}

/** What a query leaves of the decisions of a range of entries. */
export function conditionOf(query: CallQuery): Condition {
  const all = [
    equal('entry.session_id', query.sessionId),
    equal("json_extract(entry.body, '$.agent_id')", query.agentId),
    equal("json_extract(entry.body, '$.user_id')", query.userId),
    equal("json_extract(entry.body, '$.key_id')", query.keyId),
    equal("json_extract(entry.body, '$.tool_name')", query.tool),
    equal("json_extract(entry.body, '$.decision')", query.decision),
    equal("json_extract(entry.body, '$.rule_name')", query.rule),
    compared('entry.at >= ?', query.sinceMs),
    compared('entry.at < ?', query.untilMs),
  ].filter((each) => each !== undefined)
  return {sql: all.map(({sql}) => ` AND ${sql}`).join(''), values: all.flatMap(({values}) => values)}
}

const equal = (what: string, value: string | null | undefined): Condition | undefined =>
  compared(`${what} IS ?`, value)

const compared = (sql: string, value: SqlValue | undefined): Condition | undefined =>
  value === undefined ? undefined : {sql, values: [value]}

/** The calls whose decisions are after one entry, up to another. Results that came after `head` are not there yet. */
export function readCalls(
  connection: Connection,
  {sql, values}: Condition,
  {after, upTo, head, order}: {after: number; upTo: number; head: number; order: CallQuery['order']},
): StoredCall[] {
  const rows = connection.all(
    `SELECT ${callColumns} FROM entries AS entry
    LEFT JOIN results ON results.call_seq = entry.seq AND results.seq <= ?
    LEFT JOIN entries AS result ON result.seq = results.seq
    WHERE entry.seq > ? AND entry.seq <= ? AND entry.kind = 'decision'${sql}
    ORDER BY entry.seq ${order === 'newest first' ? 'DESC' : 'ASC'}`,
    head,
    after,
    upTo,
    ...values,
  )
  return rows.map(callOf)
}
