import {graphemesOf} from './graphemes.js'
import {widthOf} from './width.js'

/** A line that fits so many columns; its end gives way. Piped, where there is no width, it is whole. */
export function clippedTo(line: string, width: number | null): string {
  if (width === null || widthOf(line) <= width) return line
  let room = width - 1
  let shown = ''
  // Half of an emoji of several characters is wider than each of them says.
  for (const {segment} of graphemesOf(line)) {
    room -= widthOf(segment)
    if (room < 0) break
    shown += segment
  }
  return `${shown}…`
}
