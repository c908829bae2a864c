import {clippedTo} from './clip.js'
import {widthOf} from './padded.js'

/** A question and what is being typed to it, of which the end is seen: there the next letter goes. */
export function typingLine(question: string, typed: string, columns: number): string {
  const asked = clippedTo(question, Math.floor(columns / 2))
  const room = columns - widthOf(asked) - 1
  let shown = typed
  while (shown !== '' && widthOf(shown) > room) shown = shown.slice(1)
  return `${asked}${shown}▏`
}
