import type {LogRecord} from '../../../../src/model/log-record.js'
import {KeyReader} from '../../../../src/ui/screens/key.js'
import {type LogRow, logRowOf} from '../../../../src/ui/screens/live-log/log-row.js'
import {
  type LogDeed,
  type LogEvent,
  type LogState,
  logAtStart,
  stepLog,
} from '../../../../src/ui/screens/live-log/state.js'
import type {ScreenEvent} from '../../../../src/ui/screens/screen.js'
import {logRecord} from '../../../helpers/log-record.js'

/** Calls number so to so, of tools `tool_1`, `tool_2`…, decided in turn allow and deny. */
export const logRows = (from: number, to: number, said: Partial<LogRecord> = {}): LogRow[] =>
  Array.from({length: to - from + 1}, (_, at) => {
    const effect = (from + at) % 2 === 1 ? 'allow' : 'deny'
    return logRowOf(
      logRecord({effect, tool: `tool_${from + at}`, logId: `id-${from + at}`, seq: from + at, ...said}),
    )
  })

/** A log to which things happen; what it asks of the world is kept. */
export class PlayedLog {
  state: LogState = logAtStart
  readonly deeds: LogDeed[] = []
  private readonly reader = new KeyReader()

  constructor(rows: readonly LogRow[], size = {columns: 80, rows: 13}) {
    this.happen({kind: 'resized', size}, {kind: 'recorded', rows}, {kind: 'found again'})
  }

  happen(...events: readonly (LogEvent | ScreenEvent)[]): this {
    for (const event of events) {
      const {state, deeds} = stepLog(this.state, event)
      this.state = state
      this.deeds.push(...deeds)
    }
    return this
  }

  record(from: number, to: number): this {
    return this.happen({kind: 'recorded', rows: logRows(from, to)})
  }

  type(sent: string): this {
    const keys = [...this.reader.read(sent), ...this.reader.flush()]
    return this.happen(...keys.map((key) => ({kind: 'key', key, nowMs: 0}) as const))
  }

  get tools(): string[] {
    return this.state.rows.shown.map(({tool}) => tool)
  }

  get underCursor(): string | undefined {
    return this.state.rows.shown[this.state.rows.at]?.tool
  }
}
