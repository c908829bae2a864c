import type {LogRecord} from '../../../model/log-record.js'
import type {Canvas} from '../../theme.js'
import {effectColor, effectWords} from '../effect.js'
import {jsonText} from '../json.js'
import {cellTimeText} from '../local-time.js'
import type {Column} from '../table.js'

/** What the log's table shows of a call, the most telling first: what does not fit is dropped from the right. */
export const logColumns = (canvas: Canvas): readonly Column<LogRecord>[] => [
  {head: 'TIME', cell: ({timestamp}) => cellTimeText(timestamp, canvas), least: 25},
  {
    head: 'DECISION',
    cell: ({effect}) => effectWords[effect],
    least: 10,
    paint: (text, {effect}) => effectColor(effect, canvas.theme)(text),
  },
  {head: 'TOOL', cell: ({tool}) => tool, least: 10},
  {head: 'ARGUMENTS', cell: argumentsText, least: 16},
  {head: 'RULE', cell: ({ruleName}) => ruleName ?? '(default)', least: 9},
  {head: 'SESSION', cell: ({sessionId}) => sessionId ?? '-', least: 8},
  {head: 'AGENT', cell: ({agentId}) => agentId ?? '-', least: 8},
  {head: 'RESULT', cell: ({outcome}) => outcome?.status ?? '-'},
  {head: 'LOG ID', cell: ({logId}) => logId, least: 36},
]

/** The arguments of a call on one line. */
export const argumentsText = ({args, isErased}: LogRecord): string => (isErased ? '(erased)' : jsonText(args))
