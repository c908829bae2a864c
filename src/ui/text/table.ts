import Table from 'cli-table3'
import widthOf from 'string-width'
import type {Canvas} from '../theme.js'
import {escaped} from './escape.js'

export interface Column<Row> {
  head: string
  cell: (row: Row) => string
}

const gap = 2
const narrowest = 6

/** A table that fits its terminal: columns shrink, then drop from the right. Piped, it is whole. */
export function tableText<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  {width, theme}: Canvas,
): string {
  const cells = rows.map((row) => columns.map(({cell}) => escaped(cell(row))))
  const wanted = columns.map(({head}, index) =>
    Math.max(widthOf(head), ...cells.map((row) => widthOf(row[index] ?? ''))),
  )
  const widths = width === null ? wanted : fitted(wanted, width)
  const table = new Table({
    chars: noLines,
    style,
    colWidths: widths.map((each, index) => each + (index > 0 ? gap : 0)),
  })
  const shown = (texts: readonly string[]): string[] =>
    texts.slice(0, widths.length).map((text, index) => (index > 0 ? ' '.repeat(gap) : '') + text)
  table.push(shown(columns.map(({head}) => head)), ...cells.map(shown))
  const [head = '', ...body] = table.toString().split('\n')
  return [theme.faint(head.trimEnd()), ...body.map((line) => line.trimEnd())].join('\n')
}

/**
 * Widths that together fit: what is widest gives way first, but the first column, which names the row, only when the
 * others have nothing left to give. A column with no room at all is dropped.
 */
function fitted(wanted: readonly number[], width: number): number[] {
  const least = total(wanted.map((each) => Math.min(each, narrowest)))
  if (least > width && wanted.length > 1) return fitted(wanted.slice(0, -1), width)
  const widths = [...wanted]
  while (total(widths) > width) {
    const giving = widest(widths.slice(1)) > narrowest ? widths.lastIndexOf(widest(widths.slice(1))) : 0
    if ((widths[giving] ?? 0) <= 1) break
    widths[giving] = (widths[giving] ?? 0) - 1
  }
  return widths
}

const widest = (widths: readonly number[]): number => Math.max(0, ...widths)

const total = (widths: readonly number[]): number =>
  widths.reduce((sum, each) => sum + each, gap * (widths.length - 1))

const style = {'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true}

const noLines = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid']
    .flatMap((edge) => [edge, `${edge}-mid`, `${edge}-left`, `${edge}-right`])
    .concat(['middle', 'left-mid', 'mid-mid', 'right-mid'])
    .map((name) => [name, '']),
)
