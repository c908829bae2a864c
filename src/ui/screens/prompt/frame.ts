import {clippedTo} from '../../text/clip.js'
import {widthOf} from '../../text/padded.js'
import type {Theme} from '../../theme.js'
import {wrapped} from '../pages.js'
import type {Cursor} from '../screen.js'
import {type Mark, marksIn, paintedRow} from './marks.js'
import type {Menu} from './menu.js'
import type {Reader} from './reader.js'
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

export function frameOf(state: PromptState, reader: Reader, theme: Theme): Frame {
  const {size} = state
  const {columns} = size
  if (state.isRunning) return {lines: [], cursor: {row: 0, column: 0}}
  const {label, text, at} = shownIn(state)
  const head = clippedTo(label, Math.max(2, Math.floor(columns / 2)))
  const indent = widthOf(head)
  const rows = rowsOf(text, columns - indent - 1)
  const below = linesBelow(state, reader, theme)
  const view = window(rows, at, Math.max(1, size.rows - below.length - 2))
  const marks = state.search === null ? marksIn(state, reader) : {parts: [], fault: null}
  const lines = view.flatMap((row, index) => {
    const start = index === 0 && row === rows[0] ? theme.strong(head) : ' '.repeat(indent)
    return [
      start + paintedRow(text, row, marks.parts, theme),
      ...faultUnder(marks.fault, row, text, indent, columns, theme),
    ]
  })
  const cursorIn = view.findIndex((row) => isIn(row, at, text))
  const faultsAbove = view.slice(0, cursorIn).filter((row) => isFaultIn(marks.fault, row, text)).length
  const under = view[cursorIn] ?? {start: 0, end: 0}
  return {
    lines: [...lines, ...below],
    cursor: {row: Math.max(0, cursorIn) + faultsAbove, column: indent + widthOf(text.slice(under.start, at))},
  }
}

/** The typed text as it stays above when its command runs. */
export function echoOf(caller: string, text: string, columns: number, theme: Theme): string {
  const head = clippedTo(labelOf(caller), Math.max(2, Math.floor(columns / 2)))
  const [first = '', ...others] = text.split('\n')
  return [theme.strong(head) + first, ...others.map((line) => ' '.repeat(widthOf(head)) + line)].join('\n')
}

const labelOf = (caller: string): string => (caller === '' ? 'tame ❯ ' : `tame ${caller} ❯ `)

function shownIn({line, search, history, caller}: PromptState): {label: string; text: string; at: number} {
  if (search === null) return {label: labelOf(caller), text: line.text, at: line.at}
  const text = search.at === null ? '' : (history.entries[search.at] ?? '')
  const label = `${search.hasFailed ? 'not found' : 'search'} “${search.query}” ❯ `
  return {label, text, at: Math.max(0, text.indexOf(search.query))}
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

const isFaultIn = (fault: Mark | null, {start, end}: Row, text: string): boolean =>
  fault !== null && isIn({start, end}, Math.min(fault.start, text.length), text)

function faultUnder(
  fault: (Mark & {readonly message: string}) | null,
  row: Row,
  text: string,
  indent: number,
  columns: number,
  theme: Theme,
): string[] {
  if (fault === null || !isFaultIn(fault, row, text)) return []
  const before = indent + widthOf(text.slice(row.start, fault.start))
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
  const hint = search === null ? reader.hint(line.text, line.at) : ''
  return hint === '' ? [] : [theme.faint(clippedTo(hint, size.columns))]
}

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
