import widthOf from 'string-width'
import {clippedTo} from './clip.js'

export {widthOf}

/** A text in exactly so many columns: its end gives way, or spaces follow it. */
export function padded(text: string, width: number): string {
  const clipped = width < 1 ? '' : clippedTo(text, width)
  return clipped + ' '.repeat(Math.max(0, width - widthOf(clipped)))
}
