import type {LogFilter} from '../../model/log-filter.js'
import type {SqlValue} from './driver.js'

export interface Condition {
  readonly sql: string
  readonly values: readonly SqlValue[]
}

/** What a filter leaves of the decisions that are looked at. */
export const filterCondition = (filter: Omit<LogFilter, 'grep'>): Condition =>
  allOf([
    {sql: "entry.kind = 'decision'", values: []},
    {sql: 'entry.session_id = ?', value: filter.sessionId},
    {sql: 'entry.at >= ?', value: filter.sinceMs},
    {sql: 'entry.at < ?', value: filter.untilMs},
    {sql: says('agent_id'), value: filter.agentId},
    {sql: says('user_id'), value: filter.userId},
    {sql: says('key_id'), value: filter.keyId},
    {sql: says('tool_name'), value: filter.tool},
    {sql: says('decision'), value: filter.decision},
    {sql: says('rule_name'), value: filter.rule},
  ])

const says = (key: string): string => `json_extract(entry.body, '$.${key}') IS ?`

type Part = Condition | {readonly sql: string; readonly value: SqlValue | undefined}

function allOf(parts: readonly Part[]): Condition {
  const conditions = parts.flatMap((part): Condition[] => {
    if ('values' in part) return [part]
    return part.value === undefined ? [] : [{sql: part.sql, values: [part.value]}]
  })
  return {
    sql: conditions.map(({sql}) => sql).join(' AND '),
    values: conditions.flatMap(({values}) => values),
  }
}
