import type {Move} from './moves.js'

/** Rows in a window: those that a filter lets through, one of them under the cursor. */
export interface Rows<Row> {
  readonly all: readonly Row[]
  readonly shown: readonly Row[]
  /** Which of those shown is under the cursor. */
  readonly at: number
  /** The first that is in the window. */
  readonly top: number
}

export const noRows: Rows<never> = {all: [], shown: [], at: 0, top: 0}

export const rowUnderCursor = <Row>({shown, at}: Rows<Row>): Row | undefined => shown[at]

/** The same window on other rows, all of them where nothing is filtered. The cursor stays on its row; where that is gone, in its place. */
export function withRows<Row extends {readonly id: string}>(
  rows: Rows<Row>,
  all: readonly Row[],
  lets: ((row: Row) => boolean) | undefined,
): Rows<Row> {
  const shown = lets === undefined ? all : all.filter(lets)
  const id = rowUnderCursor(rows)?.id
  const found = shown.findIndex((row) => row.id === id)
  const at = found === -1 ? rows.at : found
  // What is left out above the window must not push the rest up under the eyes.
  const top = found === -1 ? rows.top : rows.top + found - rows.at
  return {all, shown, at: within(at, shown.length), top: Math.max(0, top)}
}

export function moved<Row>(rows: Rows<Row>, move: Move, height: number): Rows<Row> {
  const at = within(target(rows, move, Math.max(1, height - 1)), rows.shown.length)
  return at === rows.at ? rows : {...rows, at}
}

function target({at, shown}: Rows<unknown>, move: Move, page: number): number {
  switch (move) {
    case 'next':
      return at + 1
    case 'previous':
      return at - 1
    case 'first':
      return 0
    case 'last':
      return shown.length - 1
    case 'page down':
      return at + page
    case 'page up':
      return at - page
  }
}

/** The window moved as little as it takes to have the cursor in it. */
export function inView<Row>(rows: Rows<Row>, height: number): Rows<Row> {
  const lowest = Math.max(0, rows.shown.length - height)
  const top = Math.min(Math.max(rows.top, rows.at - height + 1, 0), rows.at, Math.max(lowest, 0))
  return top === rows.top ? rows : {...rows, top}
}

export const rowsInView = <Row>({shown, top}: Rows<Row>, height: number): readonly Row[] =>
  shown.slice(top, top + height)

const within = (at: number, length: number): number => Math.max(0, Math.min(at, length - 1))
