import {widthOf} from './width.js'

/** A line that fits so many columns; its end gives way. Piped, where there is no width, it is whole. */
export function clippedTo(line: string, width: number | null): string {
  if (width === null || widthOf(line) <= width) return line
  let room = width - 1
  let shown = ''
  for (const character of line) {
    room -= widthOf(character)
    if (room < 0) break
    shown += character
  }
  return `${shown}…`
}
