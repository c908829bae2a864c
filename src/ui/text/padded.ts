import {clippedTo} from './clip.js'
import {widthOf} from './width.js'

export {widthOf}

/** A text in exactly so many columns: its end gives way, or spaces follow it. */
export function padded(text: string, width: number): string {
  if (width < 1) return ''
  // What is written so is as wide as it is long, and need not be measured.
  if (/^[ -~]*$/.test(text)) return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width)
  const clipped = clippedTo(text, width)
  return clipped + ' '.repeat(Math.max(0, width - widthOf(clipped)))
}
