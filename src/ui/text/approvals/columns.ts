import type {Approval} from '../../../model/approval.js'
import type {Canvas} from '../../theme.js'
import {timeText} from '../local-time.js'
import {spanText} from '../span.js'
import type {Column} from '../table.js'
import {shownArguments} from './arguments.js'
import {statusColor, statusWords} from './status.js'

/** What the table shows of an approval, the most telling first: what does not fit is dropped from the right. */
export const approvalColumns = (canvas: Canvas, nowMs: number): readonly Column<Approval>[] => [
  {head: 'APPROVAL ID', cell: ({id}) => id, least: 36},
  {head: 'TOOL', cell: ({tool}) => tool, least: 10},
  {head: 'ARGUMENTS', cell: shownArguments, least: 14},
  {head: 'AGENT', cell: ({agentId, userId}) => agentId ?? userId ?? '-', least: 8},
  {head: 'LEFT', cell: ({expiresAtMs}) => spanText(expiresAtMs - nowMs), least: 4},
  {head: 'REASON', cell: ({reason}) => reason, least: 12},
  {head: 'SESSION', cell: ({sessionId}) => sessionId ?? '-', least: 8},
  {
    head: 'STATUS',
    cell: ({status}) => statusWords[status],
    least: 9,
    paint: (text, {status}) => statusColor(status, canvas.theme)(text),
  },
  {head: 'ASKED', cell: ({requestedAtMs}) => timeText(requestedAtMs, canvas), least: 25},
]
