import {padded} from '../../text/padded.js'
import {spanText} from '../../text/span.js'
import type {Theme} from '../../theme.js'
import {rowUnderCursor} from '../rows.js'
import {linesEach} from './layout.js'
import {type Question, statusAt} from './question.js'
import type {QueueState} from './state.js'

/** A question, in as many lines as a terminal of this width needs. */
export function questionLines(question: Question, state: QueueState, theme: Theme): string[] {
  const {columns} = state.size
  const said: Said = {
    ...question,
    lead: leadOf(question, state),
    waited: spanText(state.nowMs - question.requestedAtMs),
    state: stateOf(question, state, theme),
  }
  const draw = {1: onOneLine, 2: onTwoLines, 3: onThreeLines}[linesEach(columns)]
  return draw(said, columns, theme)
}

interface Said extends Omit<Question, 'status'> {
  /** The cursor, and the mark. */
  readonly lead: string
  readonly waited: string
  readonly state: Coloured
}

interface Coloured {
  readonly text: string
  readonly paint: (text: string) => string
}

function leadOf(question: Question, {rows, marked}: QueueState): string {
  const cursor = rowUnderCursor(rows) === question ? '❯' : ' '
  return `${cursor}${marked.has(question.id) ? '●' : ' '} `
}

/** What becomes of it; while nothing does, how long there is still time. */
function stateOf(question: Question, state: QueueState, theme: Theme): Coloured {
  const outgoing = state.outgoing.find(({ids}) => ids.includes(question.id))
  if (outgoing !== undefined)
    return outgoing.effect === 'approve'
      ? {text: '✔ approving', paint: theme.good}
      : {text: '✖ denying', paint: theme.bad}
  if (state.sending.has(question.id)) return {text: '… sending', paint: theme.warning}
  const status = statusAt(question, state.nowMs)
  if (status !== 'pending') return {text: overText(status, question), paint: theme.faint}
  const leftMs = question.expiresAtMs - state.nowMs
  const agreed = question.agreed === '' ? '' : `${question.agreed}, `
  return {
    text: `${agreed}${spanText(leftMs)} left`,
    paint: leftMs < 60_000 ? theme.warning : (text) => text,
  }
}

const overText = (status: string, {resolvedBy}: Question): string =>
  resolvedBy === '' ? status : `${status} by ${resolvedBy}`

const indent = '     '

function onOneLine(
  {lead, tool, args, who, reason, waited, state}: Said,
  columns: number,
  theme: Theme,
): string[] {
  const fixed = lead.length + 22 + 20 + 7 + 22
  const room = columns - fixed - 2
  const forArgs = Math.floor(room * 0.55)
  return [
    [
      lead,
      theme.strong(padded(tool, 21)),
      ' ',
      padded(args, forArgs),
      '  ',
      padded(who, 19),
      ' ',
      theme.faint(padded(reason, room - forArgs)),
      ' ',
      padded(waited, 6),
      state.paint(padded(state.text, 22)),
    ].join(''),
  ]
}

function onTwoLines(said: Said, columns: number, theme: Theme): string[] {
  const {lead, tool, args, who, session, reason, waited, state} = said
  const forTool = Math.min(24, Math.floor(columns * 0.25))
  const [forWaited, forState] = [6, 16]
  const forArgs = columns - lead.length - forTool - forWaited - forState - 3
  const first = [
    `${lead}${theme.strong(padded(tool, forTool))} ${padded(args, forArgs)}`,
    padded(waited, forWaited),
    state.paint(padded(state.text, forState)),
  ]
  return [first.join(' '), theme.faint(padded(`${indent}${who} · ${session} — ${reason}`, columns))]
}

function onThreeLines(said: Said, columns: number, theme: Theme): string[] {
  const {lead, tool, args, who, reason, waited, state} = said
  const forState = Math.min(16, Math.floor(columns * 0.4))
  const first = `${lead}${theme.strong(padded(tool, columns - lead.length - forState - 1))} ${state.paint(padded(state.text, forState))}`
  return [
    first,
    padded(`${indent}${args}`, columns),
    theme.faint(padded(`${indent}${who}, ${waited} ago: ${reason}`, columns)),
  ]
}
