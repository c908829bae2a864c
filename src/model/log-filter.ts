import type {Effect} from './effect.js'
import {type LogRecord, logRecordJson} from './log-record.js'

/** Which recorded calls are meant; what is left out does not narrow. */
export interface LogFilter {
  readonly sessionId?: string
  readonly agentId?: string
  readonly userId?: string
  /** The key that asked; null: those that were asked without one. */
  readonly keyId?: string | null
  readonly tool?: string
  readonly decision?: Effect
  /** null: those that no rule decided. */
  readonly rule?: string | null
  readonly sinceMs?: number
  /** Calls at this time are no longer among them. */
  readonly untilMs?: number
  /** A text that stands somewhere in the record, in any case. */
  readonly grep?: string
}

export interface LogQuery extends LogFilter {
  /** At most so many, the newest; all of them when it is left out. Oldest first in any case. */
  readonly limit?: number
}

/** Whether a call is one of those that are meant. */
export function isMeant(filter: LogFilter, record: LogRecord): boolean {
  const {sessionId, agentId, userId, tool, decision, rule, sinceMs, untilMs, grep} = filter
  const atMs = Date.parse(record.timestamp)
  return (
    isWanted(sessionId, record.sessionId) &&
    isWanted(agentId, record.agentId) &&
    isWanted(userId, record.userId) &&
    isWanted(tool, record.tool) &&
    isWanted(decision, record.effect) &&
    isWanted(rule, record.ruleName) &&
    (sinceMs === undefined || atMs >= sinceMs) &&
    (untilMs === undefined || atMs < untilMs) &&
    (grep === undefined || mentions(record, grep))
  )
}

const isWanted = (wanted: string | null | undefined, actual: string | null): boolean =>
  wanted === undefined || wanted === actual

/** Whether a text stands somewhere in what is recorded of a call: in a value, or in the JSON of all of them. */
export function mentions(record: LogRecord, text: string): boolean {
  const json = JSON.stringify(logRecordJson(record)).toLowerCase()
  return [text, JSON.stringify(text).slice(1, -1)].some((each) => json.includes(each.toLowerCase()))
}
