import type {LogRecord} from '../../../model/log-record.js'
import type {Canvas} from '../../theme.js'
import {clippedTo} from '../clip.js'
import {effectColor, effectWords} from '../effect.js'
import {escaped} from '../escape.js'
import {cellTimeText} from '../local-time.js'
import {argumentsText} from './columns.js'

/** A call on one line, for a log that grows: no column could know yet how wide it has to be. */
export function logLine(record: LogRecord, canvas: Canvas): string {
  const {effect, tool, ruleName, reason, sessionId, logId} = record
  const by = ruleName === null ? 'by default' : `by ${ruleName}`
  const session = sessionId === null ? '' : `  session ${sessionId}`
  const said = `${tool} ${argumentsText(record)}  ${by}: ${reason}${session}  ${logId}`
  const head = `${cellTimeText(record.timestamp, canvas)}  ${effectWords[effect]}  `
  const line = clippedTo(`${head}${escaped(said)}`, canvas.width)
  return line.replace(effectWords[effect], effectColor(effect, canvas.theme)(effectWords[effect]))
}
