import {clippedTo} from '../../text/clip.js'
import {escaped} from '../../text/escape.js'
import {widthOf} from '../../text/padded.js'
import type {Theme} from '../../theme.js'
import type {Reader} from '../../typing/reader.js'
import {footerText} from '../binding.js'
import {wrapped} from '../pages.js'
import type {Cursor} from '../screen.js'
import {promptKeys} from './keys.js'
import type {Line} from './line.js'
import {type Marks, marksIn, noMarks, paintedRow} from './marks.js'
import type {Menu} from './menu.js'
import type {PromptState} from './state.js'

/** The prompt line by line, none wider than the terminal, and where the next letter goes. */
export interface Frame {
  readonly lines: readonly string[]
  readonly cursor: Cursor
}

/** A row of the terminal, and which part of the text stands on it. */
interface Row {
  readonly start: number
  readonly end: number
}

/** What is shown to be edited. */
interface Sheet {
  readonly head: string
  readonly text: string
  readonly at: number
  readonly marks: Marks
}

export function frameOf(state: PromptState, reader: Reader, theme: Theme): Frame {
  if (state.isRunning) return {lines: [], cursor: {row: 0, column: 0}}
  const {columns, rows} = state.size
  const sheet = sheetOf(state, reader)
  const below = linesBelow(state, reader, theme)
  const all = rowsOf(sheet.text, columns - widthOf(sheet.head) - 1)
  // One line stays free, so that the terminal never scrolls away what is drawn.
  const view = window(all, sheet.at, Math.max(1, rows - below.length - mostFaultLines - 1))
  const drawn = view.map((row) => rowLines(sheet, row, columns, theme))
  const lines = [...drawn.flat(), ...below]
  return {lines, cursor: cursorIn(sheet, view, drawn)}
}

/** The row as it is drawn, and below it what is wrong with it. */
function rowLines(sheet: Sheet, row: Row, columns: number, theme: Theme): string[] {
  const {head, text, marks} = sheet
  const start = row.start === 0 ? theme.strong(head) : ' '.repeat(widthOf(head))
  return [start + paintedRow(text, row, marks.parts, theme), ...faultUnder(sheet, row, columns, theme)]
}

function cursorIn(
  {head, text, at}: Sheet,
  view: readonly Row[],
  drawn: readonly (readonly string[])[],
): Cursor {
  const under = Math.max(
    0,
    view.findIndex((row) => isIn(row, at, text)),
  )
  const start = view[under]?.start ?? 0
  return {row: drawn.slice(0, under).flat().length, column: widthOf(head) + widthOf(text.slice(start, at))}
}

/** The typed text as it stays above when its command runs: broken here, since nobody breaks it where it is drawn. */
export function echoOf(caller: string, text: string, columns: number, theme: Theme): string {
  const head = headOf(caller, columns)
  const margin = widthOf(head)
  const lines = rowsOf(text, columns - margin - 1).map(({start, end}) => text.slice(start, end))
  return lines.map((line, at) => (at === 0 ? theme.strong(head) : ' '.repeat(margin)) + line).join('\n')
}

/** The text has most of the line, whoever calls. */
const headOf = (caller: string, columns: number): string =>
  caller === '' ? 'tame ❯ ' : `tame ${clippedTo(escaped(caller), Math.max(2, Math.floor(columns / 3)))} ❯ `

function sheetOf(state: PromptState, reader: Reader): Sheet {
  const {line, search, history, caller, size} = state
  if (search === null)
    return {head: headOf(caller, size.columns), text: line.text, at: line.at, marks: marksIn(state, reader)}
  const text = search.at === null ? '' : (history.entries[search.at] ?? '')
  const query = clippedTo(search.query, Math.max(2, Math.floor(size.columns / 3)))
  const head = `${search.hasFailed ? 'not found' : 'search'} “${query}” ❯ `
  return {head, text, at: Math.max(0, text.indexOf(search.query)), marks: noMarks}
}

function rowsOf(text: string, columns: number): Row[] {
  const rows: Row[] = []
  let start = 0
  for (const line of text.split('\n')) {
    for (const piece of wrapped(line, columns)) {
      rows.push({start, end: start + piece.length})
      start += piece.length
    }
    start++
  }
  return rows
}

/** Where a row was broken, its end is the start of the next. */
const isIn = ({start, end}: Row, at: number, text: string): boolean =>
  at >= start && (at < end || (at === end && (at === text.length || text[at] === '\n')))

/** So many rows around the cursor as there is room for. */
function window(rows: readonly Row[], at: number, height: number): readonly Row[] {
  const cursor = Math.max(
    0,
    rows.findLastIndex(({start}) => start <= at),
  )
  const first = Math.min(Math.max(0, cursor - Math.floor(height / 2)), Math.max(0, rows.length - height))
  return rows.slice(first, first + height)
}

const mostFaultLines = 2

function faultUnder({head, text, marks: {fault}}: Sheet, row: Row, columns: number, theme: Theme): string[] {
  if (fault === null || !isIn(row, Math.min(fault.start, text.length), text)) return []
  const before = widthOf(head) + widthOf(text.slice(row.start, fault.start))
  const carets = '^'.repeat(Math.max(1, Math.min(fault.end, row.end) - fault.start))
  const room = columns - before - carets.length - 1
  // With little room the words stand on a line of their own, where they can be read.
  if (room >= fault.message.length || room > 40)
    return [theme.bad(`${' '.repeat(before)}${carets} ${clippedTo(fault.message, room)}`)]
  return [theme.bad(`${' '.repeat(before)}${carets}`), theme.bad(clippedTo(`  ${fault.message}`, columns))]
}

function linesBelow(state: PromptState, reader: Reader, theme: Theme): string[] {
  const {menu, notice, line, size, search} = state
  if (notice !== null) return [theme.warning(clippedTo(notice, size.columns))]
  if (menu !== null) return menuLines(menu, state, theme)
  const hint = search === null ? hintOn(line, reader, size.columns) : ''
  return hint === '' ? [] : [theme.faint(clippedTo(hint, size.columns))]
}

const hintOn = ({text, at}: Line, reader: Reader, columns: number): string =>
  text === '' ? footerText(promptKeys, columns) : reader.hint(text, at)

function menuLines({choices, chosen}: Menu, {size}: PromptState, theme: Theme): string[] {
  const height = Math.max(1, Math.min(8, Math.floor(size.rows / 3)))
  const first = Math.min(Math.max(0, (chosen ?? 0) - height + 1), Math.max(0, choices.length - height))
  const shown = choices.slice(first, first + height)
  const width = Math.min(Math.max(...shown.map(({value}) => widthOf(value))), Math.floor(size.columns / 2))
  const rows = shown.map(({value, description}, index) => {
    const isChosen = first + index === chosen
    const name = clippedTo(value, width)
    const padding = ' '.repeat(width - widthOf(name))
    const text = clippedTo(
      `${isChosen ? '❯' : ' '} ${name}${padding}  ${description}`.trimEnd(),
      size.columns,
    )
    return isChosen ? theme.strong(text) : theme.faint(text)
  })
  const left = choices.length - shown.length
  return left === 0 ? rows : [...rows, theme.faint(`  … ${left} more`)]
}
