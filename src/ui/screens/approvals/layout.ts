import type {Size} from '../screen.js'

/** The head, the line of notices and the keys. */
const aroundLines = 3

/** So many lines a question takes: where they are short it needs more of them. */
export function linesEach(columns: number): 1 | 2 | 3 {
  if (columns >= 140) return 1
  return columns >= 60 ? 2 : 3
}

/** How many questions are in the window. */
export const heightFor = ({columns, rows}: Size): number =>
  Math.max(1, Math.floor((rows - aroundLines) / linesEach(columns)))

/** How many lines of a text are in the window: its title stands in the place of the head. */
export const pageHeightFor = ({rows}: Size): number => Math.max(1, rows - aroundLines)
