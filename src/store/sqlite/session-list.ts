import type {SessionPage, SessionQuery} from '../../model/session.js'
import type {Connection} from './connection.js'
import type {SqlValue} from './driver.js'
import {sessionColumns, sessionOf} from './rows.js'

export function readSessionPage(
  connection: Connection,
  {agentId, userId, openedBy, offset = 0, limit = -1}: SessionQuery,
): SessionPage {
  const parts: {sql: string; value: SqlValue}[] = []
  if (agentId !== undefined) parts.push({sql: 'agent_id = ?', value: agentId})
  if (userId !== undefined) parts.push({sql: 'user_id = ?', value: userId})
  if (openedBy !== undefined) parts.push({sql: 'opened_by IS ?', value: openedBy})
  const where = parts.length === 0 ? '' : `WHERE ${parts.map(({sql}) => sql).join(' AND ')}`
  const values = parts.map(({value}) => value)
  const rows = connection.all(
    `SELECT ${sessionColumns.join(', ')} FROM sessions ${where}
    ORDER BY started_at DESC, id DESC LIMIT ? OFFSET ?`,
    [...values, limit, offset],
  )
  const [total] = connection.get(`SELECT count(*) FROM sessions ${where}`, values) ?? []
  return {sessions: rows.map(sessionOf), total: total as number}
}
