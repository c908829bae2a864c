import {bodyHeight} from '../body-height.js'
import type {Size} from '../screen.js'

/** So many lines a question takes: where they are short it needs more of them. */
export function linesEach(columns: number): 1 | 2 | 3 {
  if (columns >= 140) return 1
  return columns >= 60 ? 2 : 3
}

/** How many questions are in the window. */
export const heightFor = (size: Size): number =>
  Math.max(1, Math.floor(bodyHeight(size) / linesEach(size.columns)))
