import type {Effect} from '../../../model/effect.js'
import type {LogRecord} from '../../../model/log-record.js'
import {argumentsLine} from '../../text/arguments-line.js'
import {escaped} from '../../text/escape.js'

/** A recorded call as a row: without what it was called with, of which thousands would fill the memory. */
export interface LogRow {
  readonly id: string
  readonly seq: number
  readonly atMs: number
  readonly effect: Effect
  readonly tool: string
  readonly args: string
  readonly rule: string
  readonly agent: string
  readonly session: string
  readonly reason: string
  /** All that a filter looks at, in small letters. */
  readonly sought: string
}

export function logRowOf(record: LogRecord): LogRow {
  const said = {
    tool: escaped(record.tool),
    args: record.isErased ? '(erased)' : argumentsLine(record.args),
    rule: escaped(record.ruleName ?? '(default)'),
    agent: escaped(record.agentId ?? '-'),
    session: escaped(record.sessionId ?? '-'),
    reason: escaped(record.reason),
  }
  return {
    ...said,
    id: record.logId,
    seq: record.seq,
    atMs: Date.parse(record.timestamp),
    effect: record.effect,
    sought: [record.effect, ...Object.values(said)].join('\n').toLowerCase(),
  }
}
