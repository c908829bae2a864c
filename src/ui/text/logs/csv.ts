import type {LogRecord} from '../../../model/log-record.js'
import {type LogRecordJson, logRecordJson} from '../../../model/log-record.js'
import {escaped} from '../escape.js'
import {jsonText} from '../json.js'

/** In the order of what a person looks for first. The names are those of JSON. */
const columns = [
  'timestamp',
  'decision',
  'tool_name',
  'tool_args',
  'rule_name',
  'reason',
  'session_id',
  'agent_id',
  'user_id',
  'status',
  'error',
  'duration_ms',
  'cost',
  'result',
  'metadata',
  'given_args',
  'ruling',
  'enforced',
  'erased',
  'approval_id',
  'policy_version',
  'policy_hash',
  'log_id',
  'seq',
] as const satisfies readonly (keyof LogRecordJson)[]

/** The first line, without its end. */
export const csvHead = columns.join(',')

/** Lines end so in RFC 4180. */
export const csvLineEnd = '\r\n'

/** A call as a line of CSV, without its end. Values that have parts are JSON. */
export function csvLine(record: LogRecord): string {
  const json = logRecordJson(record)
  return columns.map((column) => cellOf(column, json[column])).join(',')
}

/** A result may be a mere text, and is JSON all the same: it would not be known from a list otherwise. */
const structured: ReadonlySet<string> = new Set(['tool_args', 'result', 'metadata', 'given_args'])

function cellOf(column: string, value: unknown): string {
  if (value === null) return ''
  if (structured.has(column)) return quoted(jsonText(value))
  return typeof value === 'string' ? quoted(plain(escaped(value))) : String(value)
}

/**
 * A spreadsheet takes a text that begins so for a formula and runs it, and an agent chooses the texts. The apostrophe makes it
 * a text; one that was there gets another, so that taking one off always gives back what was recorded.
 */
const plain = (text: string): string => (/^[=+\-@＝＋－＠'|%]/.test(text) ? `'${text}` : text)

const quoted = (text: string): string =>
  /[",;\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
