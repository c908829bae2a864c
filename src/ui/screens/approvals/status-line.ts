import {clippedTo} from '../../text/clip.js'
import {counted} from '../../text/counted.js'
import {escaped} from '../../text/escape.js'
import {typingLine} from '../../text/typing-line.js'
import type {Theme} from '../../theme.js'
import type {Outgoing} from './answers.js'
import type {QueueState} from './state.js'

/** The line above the keys: what is being typed, what was said, or what can still be taken back. */
export function statusLine(state: QueueState, theme: Theme): string {
  const {view, size, filter, leaving} = state
  const {columns} = size
  if (leaving === 'quit') return theme.warning(clippedTo(leavingText(state), columns))
  if (view.kind === 'filter') return typingLine('Filter: ', filter, columns)
  if (view.kind === 'reason') return typingLine(`Why deny ${whatText(view.ids, state)}? `, view.text, columns)
  if (view.kind === 'editing') return clippedTo(`${view.tool} is edited, and then decided again`, columns)
  if (state.notice !== null) return theme.warning(clippedTo(escaped(state.notice), columns))
  const last = state.outgoing.at(-1)
  return last === undefined ? '' : clippedTo(outgoingText(last, state), columns)
}

function outgoingText(last: Outgoing, state: QueueState): string {
  const seconds = Math.max(1, Math.ceil((last.sendAtMs - state.nowMs) / 1000))
  const scope = last.scope === 'session' ? ' for the session' : ''
  const sign = last.effect === 'approve' ? '✔' : '✖'
  const what = last.effect === 'approve' ? 'Approving' : 'Denying'
  return `${sign} ${what} ${whatText(last.ids, state)}${scope} in ${seconds}s · u takes it back`
}

function whatText(ids: readonly string[], {rows}: QueueState): string {
  const [id, ...more] = ids
  const tool = rows.all.find((row) => row.id === id)?.tool
  return more.length > 0 || tool === undefined ? counted(ids.length, 'call') : tool
}

const leavingText = ({sending, outgoing}: QueueState): string =>
  `Sending ${counted(sending.size + outgoing.length, 'answer')} · Ctrl-C leaves without`
