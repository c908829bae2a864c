import type {Approval} from '../../../model/approval.js'
import type {Canvas} from '../../theme.js'
import {clippedTo} from '../clip.js'
import {escaped} from '../escape.js'
import {timeText} from '../local-time.js'
import {shownArguments} from './arguments.js'
import {statusColor, statusWords} from './status.js'

/** An approval on one line, for a list that grows. */
export function approvalLine(approval: Approval, canvas: Canvas): string {
  const {status, tool, reason, agentId, userId, id, resolvedBy, resolvedAtMs, requestedAtMs} = approval
  const by = resolvedBy === null ? '' : ` by ${resolvedBy}`
  const who = agentId ?? userId
  const args = shownArguments(approval)
  const said = `${by}  ${tool} ${args}  ${who === null ? '' : `${who}: `}${reason}  ${id}`
  const head = `${timeText(resolvedAtMs ?? requestedAtMs, canvas)}  ${statusWords[status]}`
  const line = clippedTo(`${head}${escaped(said)}`, canvas.width)
  return line.replace(statusWords[status], statusColor(status, canvas.theme)(statusWords[status]))
}
