import Table from 'cli-table3'
import widthOf from 'string-width'
import type {Canvas} from '../theme.js'
import {escaped} from './escape.js'

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
  canvas: Canvas,
): string {
  const drawing = new Drawing(rows, columns, canvas)
  return [drawing.head(), ...drawing.body(rows)].join('\n')
}

/** So many rows settle how wide the columns are; nobody waits for the others. */
const settlingRows = 200

/** The same of rows without end, some at a time. The columns keep the widths that fit the first rows. */
export async function* tableLines<Row>(
  rows: AsyncIterable<Row>,
  columns: readonly Column<Row>[],
  canvas: Canvas,
): AsyncGenerator<string> {
  let drawing: Drawing<Row> | undefined
  let held: Row[] = []
  const drawn = function* (): Generator<string> {
    if (drawing === undefined) {
      drawing = new Drawing(held, columns, canvas)
      yield drawing.head()
    }
    yield* drawing.body(held)
    held = []
  }
  for await (const row of rows) {
    held.push(row)
    if (held.length >= settlingRows) yield* drawn()
  }
  if (held.length > 0) yield* drawn()
}

/** A table, drawn some rows at a time. */
class Drawing<Row> {
  private widths: readonly number[]

  constructor(
    rows: readonly Row[],
    private readonly columns: readonly Column<Row>[],
    private readonly canvas: Canvas,
  ) {
    const wanted = this.wantedBy(rows)
    const least = columns.map((column, at) => Math.min(column.least ?? narrowest, wanted[at] ?? 0))
    this.widths = canvas.width === null ? wanted : fitted(wanted, least, canvas.width)
  }

  private wantedBy(rows: readonly Row[]): number[] {
    return this.columns.map(({head, cell}) =>
      Math.max(widthOf(head), ...rows.map((row) => widthOf(escaped(cell(row))))),
    )
  }

  head(): string {
    const [line = ''] = this.lines([this.columns.map(({head}) => head)])
    return this.canvas.theme.faint(line)
  }

  body(rows: readonly Row[]): string[] {
    if (rows.length === 0) return []
    // Nothing is cut in a pipe: a later row that needs more gets it.
    if (this.canvas.width === null) this.widths = widest(this.widths, this.wantedBy(rows))
    return this.lines(rows.map((row) => this.cells(row)))
  }

  private cells(row: Row): string[] {
    return this.columns
      .slice(0, this.widths.length)
      .map(({cell, paint = (text) => text}) => paint(escaped(cell(row)), row))
  }

  private lines(rows: readonly (readonly string[])[]): string[] {
    const table = new Table({
      chars: noLines,
      style,
      colWidths: this.widths.map((each, index) => each + (index > 0 ? gap : 0)),
    })
    table.push(...rows.map((cells) => this.spaced(cells)))
    return table
      .toString()
      .split('\n')
      .map((line) => line.trimEnd())
  }

  private spaced(cells: readonly string[]): string[] {
    return cells.slice(0, this.widths.length).map((text, index) => (index > 0 ? ' '.repeat(gap) : '') + text)
  }
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

const widest = (some: readonly number[], others: readonly number[]): number[] =>
  some.map((each, at) => Math.max(each, others[at] ?? 0))

const total = (widths: readonly number[]): number =>
  widths.reduce((sum, each) => sum + each, gap * (widths.length - 1))

const style = {'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true}

const noLines = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid']
    .flatMap((edge) => [edge, `${edge}-mid`, `${edge}-left`, `${edge}-right`])
    .concat(['middle', 'left-mid', 'mid-mid', 'right-mid'])
    .map((name) => [name, '']),
)
