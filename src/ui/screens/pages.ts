import {graphemesOf} from '../text/graphemes.js'
import {widthOf} from '../text/width.js'

/**
 * A long text in a window. Kept in pieces of bounded length and wrapped only where it is looked at: a megabyte on one line is
 * turned over as fast as a short one.
 */
export interface Pages {
  readonly pieces: readonly string[]
  /** What is at the top of the window: a piece, and a line of it as wrapped. */
  readonly piece: number
  readonly line: number
}

const pieceLength = 2048

export const createPages = (text: string): Pages => ({
  pieces: text.split('\n').flatMap(piecesOf),
  piece: 0,
  line: 0,
})

function piecesOf(line: string): string[] {
  const pieces: string[] = []
  let from = 0
  while (line.length - from > pieceLength) {
    const isHalf = /[\uD800-\uDBFF]/.test(line.charAt(from + pieceLength - 1))
    const to = from + pieceLength - (isHalf ? 1 : 0)
    pieces.push(line.slice(from, to))
    from = to
  }
  return [...pieces, line.slice(from)]
}

/** The lines in the window. */
export function linesInView(pages: Pages, columns: number, height: number): string[] {
  const lines = wrapped(pages.pieces[pages.piece] ?? '', columns).slice(pages.line)
  for (let at = pages.piece + 1; at < pages.pieces.length && lines.length < height; at++)
    lines.push(...wrapped(pages.pieces[at] ?? '', columns))
  return lines.slice(0, height)
}

export function turned(pages: Pages, by: number, columns: number, height: number): Pages {
  let turning = atMost(pages, columns)
  for (let left = Math.abs(by); left > 0; left--) {
    const next = by > 0 ? lineAfter(turning, columns) : lineBefore(turning, columns)
    if (next === undefined || (by > 0 && isLastPage(turning, columns, height))) break
    turning = next
  }
  return turning
}

export const firstPage = (pages: Pages): Pages => ({...pages, piece: 0, line: 0})

export function lastPage(pages: Pages, columns: number, height: number): Pages {
  const piece = Math.max(0, pages.pieces.length - 1)
  const line = wrapped(pages.pieces[piece] ?? '', columns).length - 1
  return turned({...pages, piece, line}, 1 - height, columns, height)
}

/** In a window of another size. One that became larger is filled: what was above comes down where nothing is below. */
export function fitted(pages: Pages, columns: number, height: number): Pages {
  const top = atMost(pages, columns)
  return linesInView(top, columns, height).length < height ? lastPage(top, columns, height) : top
}

/** How far down it is, in percent. */
export function percentSeen(pages: Pages, columns: number, height: number): number {
  if (isLastPage(pages, columns, height)) return 100
  return Math.min(99, Math.floor((100 * (pages.piece + 1)) / pages.pieces.length))
}

const isLastPage = (pages: Pages, columns: number, height: number): boolean =>
  linesInView(pages, columns, height + 1).length <= height

/** In a terminal that became wider a piece has fewer lines. */
function atMost(pages: Pages, columns: number): Pages {
  const lines = wrapped(pages.pieces[pages.piece] ?? '', columns).length
  return pages.line < lines ? pages : {...pages, line: lines - 1}
}

function lineAfter(pages: Pages, columns: number): Pages | undefined {
  if (pages.line + 1 < wrapped(pages.pieces[pages.piece] ?? '', columns).length)
    return {...pages, line: pages.line + 1}
  return pages.piece + 1 < pages.pieces.length ? {...pages, piece: pages.piece + 1, line: 0} : undefined
}

function lineBefore(pages: Pages, columns: number): Pages | undefined {
  if (pages.line > 0) return {...pages, line: pages.line - 1}
  if (pages.piece === 0) return undefined
  const piece = pages.piece - 1
  return {...pages, piece, line: wrapped(pages.pieces[piece] ?? '', columns).length - 1}
}

/** A line in as many as it needs. Broken anywhere: in arguments every space counts, and none is left out. */
export function wrapped(line: string, columns: number): string[] {
  const width = Math.max(2, columns)
  if (/^[ -~]*$/.test(line)) return line.match(new RegExp(`.{1,${width}}`, 'g')) ?? ['']
  const lines = ['']
  let room = width
  for (const {segment} of graphemesOf(line)) {
    const taken = widthOf(segment)
    if (taken > room) {
      lines.push('')
      room = width
    }
    lines[lines.length - 1] += segment
    room -= taken
  }
  return lines
}
