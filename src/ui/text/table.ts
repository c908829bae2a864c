import Table from 'cli-table3'
import type {Canvas} from '../theme.js'
import {clippedTo} from './clip.js'
import {escaped} from './escape.js'
import {widthOf} from './width.js'

export interface Column<Row> {
  head: string
  cell: (row: Row) => string
  /** Narrower than this it says nothing, and is dropped. */
  least?: number
  /** Colours a cell that is ready to be shown. */
  paint?: (text: string, row: Row) => string
}

const gap = 2
const narrowest = 6

/** A table that fits its terminal: columns shrink, then drop from the right. Piped, it is whole. */
export function tableText<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  {width, theme}: Canvas,
): string {
  const widths = settledWidths(rows, columns, width)
  const table = new Table({
    chars: noLines,
    style,
    colWidths: widths.map((each, index) => each + (index > 0 ? gap : 0)),
  })
  const spaced = (cells: readonly string[]): string[] =>
    cells.map((text, index) => (index > 0 ? ' '.repeat(gap) : '') + text)
  const shown = columns.slice(0, widths.length)
  table.push(spaced(shown.map(({head}) => head)), ...rows.map((row) => spaced(cellsOf(row, shown))))
  const [head = '', ...body] = table.toString().split('\n')
  return [theme.faint(head.trimEnd()), ...body.map((line) => line.trimEnd())].join('\n')
}

const cellsOf = <Row>(row: Row, columns: readonly Column<Row>[]): string[] =>
  columns.map(({cell, paint = (text) => text}) => paint(escaped(cell(row)), row))

/** So many rows settle how wide the columns are; nobody waits for the others. */
const settlingRows = 200

/**
 * The same of rows without end. The columns keep the widths that fit the first rows; in a pipe, where nothing is cut, a later one
 * that is wider stands out. Not drawn by the library, which takes half a millisecond for a row.
 */
export async function* tableLines<Row>(
  rows: AsyncIterable<Row>,
  columns: readonly Column<Row>[],
  canvas: Canvas,
): AsyncGenerator<string> {
  const first: Row[] = []
  let widths: readonly number[] | undefined
  const begun = function* (): Generator<string> {
    widths = settledWidths(first, columns, canvas.width)
    yield canvas.theme.faint(headLine(columns, widths))
    for (const row of first) yield rowLine(row, columns, widths, canvas)
  }
  for await (const row of rows) {
    if (widths !== undefined) yield rowLine(row, columns, widths, canvas)
    else if (first.push(row) === settlingRows) yield* begun()
  }
  if (widths === undefined && first.length > 0) yield* begun()
}

const headLine = <Row>(columns: readonly Column<Row>[], widths: readonly number[]): string =>
  widths
    .map((width, at) => padded(columns[at]?.head ?? '', width))
    .join(' '.repeat(gap))
    .trimEnd()

function rowLine<Row>(
  row: Row,
  columns: readonly Column<Row>[],
  widths: readonly number[],
  canvas: Canvas,
): string {
  const cells = columns.slice(0, widths.length).map(({cell, paint}, at) => {
    const width = widths[at] ?? 0
    const text = padded(clippedTo(escaped(cell(row)), canvas.width === null ? null : width), width)
    return paint === undefined ? text : paint(text, row)
  })
  return cells.join(' '.repeat(gap)).trimEnd()
}

const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)))

function settledWidths<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  width: number | null,
): number[] {
  const wanted = columns.map(({head, cell}) =>
    Math.max(widthOf(head), ...rows.map((row) => widthOf(escaped(cell(row))))),
  )
  if (width === null) return wanted
  const least = columns.map((column, at) => Math.min(column.least ?? narrowest, wanted[at] ?? 0))
  return fitted(wanted, least, width)
}

/**
 * Widths that together fit: what is widest gives way first, but the first column, which names the row, only when the
 * others have nothing left to give. A column with no room at all is dropped.
 */
function fitted(wanted: readonly number[], least: readonly number[], width: number): number[] {
  if (total(least) > width && wanted.length > 1) return fitted(wanted.slice(0, -1), least.slice(0, -1), width)
  const widths = [...wanted]
  while (total(widths) > width) {
    const giving = giver(widths, least)
    if ((widths[giving] ?? 0) <= 1) break
    widths[giving] = (widths[giving] ?? 0) - 1
  }
  return widths
}

/** The widest of those that have something to give, the last where several are; else the first column. */
function giver(widths: readonly number[], least: readonly number[]): number {
  let found = 0
  for (const [index, width] of widths.entries()) {
    if (index === 0 || width <= (least[index] ?? 0)) continue
    if (found === 0 || width >= (widths[found] ?? 0)) found = index
  }
  return found
}

const total = (widths: readonly number[]): number =>
  widths.reduce((sum, each) => sum + each, gap * (widths.length - 1))

const style = {'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true}

const noLines = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid']
    .flatMap((edge) => [edge, `${edge}-mid`, `${edge}-left`, `${edge}-right`])
    .concat(['middle', 'left-mid', 'mid-mid', 'right-mid'])
    .map((name) => [name, '']),
)
