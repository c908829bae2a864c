import type {Scalar} from 'yaml'

interface Place {
  start: number
  end: number
}

/**
 * Where a part of a scalar's text stands in its source. YAML folds, indents and escapes, but it never reorders what
 * prints: the nth printing character of the text is the nth of the source.
 */
export function placeInSource(
  {value, type}: {value: string; type: Scalar.Type},
  source: string,
  start: number,
  end: number,
): Place {
  const places = printingPlaces(source, type)
  const before = countPrinting(value.slice(0, start))
  const within = countPrinting(value.slice(start, end))
  const first = places[before]
  const last = places[before + within - 1]
  if (within > 0 && first !== undefined && last !== undefined) return {start: first.start, end: last.end}
  const previous = places[before - 1]?.end ?? first?.start ?? 0
  return {start: previous, end: previous}
}

function printingPlaces(source: string, type: Scalar.Type): Place[] {
  if (type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED') return placesFrom(source, source.indexOf('\n') + 1)
  if (type === 'QUOTE_SINGLE') return quotedPlaces(source, singleQuoted)
  if (type === 'QUOTE_DOUBLE') return quotedPlaces(source, doubleQuoted)
  return placesFrom(source, 0)
}

function placesFrom(source: string, from: number): Place[] {
  const places: Place[] = []
  for (let at = from; at < source.length; at++) {
    if (isPrinting(source, at)) places.push({start: at, end: at + 1})
  }
  return places
}

interface Piece {
  /** How much of the source it takes. */
  length: number
  /** What it says. */
  text: string
}

function quotedPlaces(source: string, pieceAt: (source: string, at: number) => Piece): Place[] {
  const places: Place[] = []
  const closing = source.length - 1
  for (let at = 1; at < closing; ) {
    const {length, text} = pieceAt(source, at)
    // One escape can stand for two units: `\U0001F600`.
    for (let unit = 0; unit < countPrinting(text); unit++) places.push({start: at, end: at + length})
    at += length
  }
  return places
}

const singleQuoted = (source: string, at: number): Piece =>
  source.startsWith("''", at) ? {length: 2, text: "'"} : {length: 1, text: source.charAt(at)}

const hexDigits: Partial<Record<string, number>> = {x: 2, u: 4, U: 8}
const whiteEscapes = new Set([...'tnvfr \t\n\r_LP'])

function doubleQuoted(source: string, at: number): Piece {
  if (source[at] !== '\\') return {length: 1, text: source.charAt(at)}
  const letter = source.charAt(at + 1)
  const digits = hexDigits[letter]
  if (digits === undefined) return {length: 2, text: whiteEscapes.has(letter) ? ' ' : '?'}
  const code = Number.parseInt(source.slice(at + 2, at + 2 + digits), 16)
  return {length: 2 + digits, text: code <= 0x10ffff ? String.fromCodePoint(code) : '?'}
}

const printing = /[^\s\u0085]/

const isPrinting = (text: string, at: number): boolean => printing.test(text.charAt(at))

function countPrinting(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at++) if (isPrinting(text, at)) count++
  return count
}
