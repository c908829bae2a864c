import {graphemesOf} from '../../text/graphemes.js'
import {typable} from '../../typing/typable.js'

/** What is being typed, perhaps over several lines, and where the next letter goes. */
export interface Line {
  readonly text: string
  readonly at: number
  /** What was cut out last, to be put in again. */
  readonly killed: string
  /** Whether what is cut out next joins what was cut out last. */
  readonly isKilling: boolean
}

export const emptyLine: Line = {text: '', at: 0, killed: '', isKilling: false}

/** So much is taken; a larger text is for a file. */
const mostCharacters = 2 ** 20

/** A line that holds a text, with the cursor at its end. */
export const lineOf = (text: string, {killed}: Pick<Line, 'killed'> = emptyLine): Line => ({
  text,
  at: text.length,
  killed,
  isKilling: false,
})

export function inserted(line: Line, text: string): Line {
  const room = mostCharacters - line.text.length
  const added = typable(text).slice(0, Math.max(0, room))
  return replaced(line, line.at, line.at, added)
}

/** The line with a part of it replaced; the cursor is behind what is new. */
export const replaced = (line: Line, from: number, to: number, text: string): Line => ({
  ...line,
  text: line.text.slice(0, from) + text + line.text.slice(to),
  at: from + text.length,
  isKilling: false,
})

const movedTo = (line: Line, at: number): Line => ({...line, at, isKilling: false})

export const movedLeft = (line: Line): Line => movedTo(line, before(line))
export const movedRight = (line: Line): Line => movedTo(line, after(line))
export const movedWordLeft = (line: Line): Line => movedTo(line, wordBefore(line, nameStart))
export const movedWordRight = (line: Line): Line => movedTo(line, wordAfter(line))
export const movedHome = (line: Line): Line => movedTo(line, rowStart(line))
export const movedEnd = (line: Line): Line => movedTo(line, rowEnd(line))

/** A row up or down; nothing where there is none. */
export function movedRow(line: Line, by: 1 | -1): Line | undefined {
  const column = line.at - rowStart(line)
  const next = by === -1 ? rowStart(line) - 1 : rowEnd(line) + 1
  if (next < 0 || next > line.text.length) return undefined
  const target = {...line, at: next}
  return movedTo(line, Math.min(rowStart(target) + column, rowEnd(target)))
}

export const erasedLeft = (line: Line): Line => replaced(line, before(line), line.at, '')

export function erasedRight(line: Line): Line {
  return {...replaced(line, line.at, after(line), ''), at: line.at}
}

export const killedToEnd = (line: Line): Line =>
  // At the end of a row the line end itself goes, so that rows can be joined.
  killed(line, line.at, rowEnd(line) === line.at ? after(line) : rowEnd(line))
export const killedToStart = (line: Line): Line => killed(line, rowStart(line), line.at)
export const killedWordLeft = (line: Line): Line => killed(line, wordBefore(line, blankStart), line.at)
export const killedNameLeft = (line: Line): Line => killed(line, wordBefore(line, nameStart), line.at)
export const killedWordRight = (line: Line): Line => killed(line, line.at, wordAfter(line))

export const yanked = (line: Line): Line => inserted(line, line.killed)

/** The two characters before the cursor, or around it, change places. */
export function transposed(line: Line): Line {
  const second = line.at === rowEnd(line) ? before(line) : line.at
  const first = before({...line, at: second})
  if (first === second || line.text[first] === '\n') return line
  const end = after({...line, at: second})
  const {text} = line
  return replaced(line, first, end, text.slice(second, end) + text.slice(first, second))
}

function killed(line: Line, from: number, to: number): Line {
  const cut = line.text.slice(from, to)
  const joined = from < line.at ? cut + line.killed : line.killed + cut
  return {...replaced(line, from, to, ''), killed: line.isKilling ? joined : cut, isKilling: true}
}

/** Nothing that belongs together is longer than this, and a line can be a megabyte. */
const near = 64

function before({text, at}: Line): number {
  const last = [...graphemesOf(text.slice(Math.max(0, at - near), at))].at(-1)
  return last === undefined ? at : at - last.segment.length
}

function after({text, at}: Line): number {
  const [first] = graphemesOf(text.slice(at, at + near))
  return at + (first?.segment.length ?? 0)
}

/** `lastIndexOf` takes a place before the start for the start. */
const rowStart = ({text, at}: Line): number => (at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1)

function rowEnd({text, at}: Line): number {
  const end = text.indexOf('\n', at)
  return end === -1 ? text.length : end
}

const nameStart = /[\p{L}\p{N}_]/u
const blankStart = /\S/

function wordBefore({text, at}: Line, isPart: RegExp): number {
  let start = at
  while (start > 0 && !isPart.test(text[start - 1] ?? '')) start--
  while (start > 0 && isPart.test(text[start - 1] ?? '')) start--
  return start
}

function wordAfter({text, at}: Line): number {
  let end = at
  while (end < text.length && !nameStart.test(text[end] ?? '')) end++
  while (end < text.length && nameStart.test(text[end] ?? '')) end++
  return end
}
