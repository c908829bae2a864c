import {holdSize, spend} from './budget.js'
import {fail} from './failure.js'
import {codePointsOf, find} from './text.js'

/** Unicode's White_Space, which will not change: to ask for it by its name loads what Unicode says of all characters. */
const space = /[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/

type Belongs = (character: string) => boolean

// What Python takes for space: the separators of files and records are among them.
const isSpace: Belongs = (character) => space.test(character) || (character >= '\x1c' && character <= '\x1f')

export function isDigits(text: string): boolean {
  // Digits that are no decimal numbers: superscripts, circled ones and their like. With \p{Nd} they are what Python calls digits.
  const digit =
    /[\p{Nd}\u00b2\u00b3\u00b9\u1369-\u1371\u19da\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490\u24ea\u24f5-\u24fd\u24ff\u2776-\u277e\u2780-\u2788\u278a-\u2792\u{10a40}-\u{10a43}\u{10e60}-\u{10e68}\u{11052}-\u{1105a}\u{1f100}-\u{1f10a}]/u
  return text !== '' && codePointsOf(text).every((character) => digit.test(character))
}

/** Without the spaces, or the given characters, at both ends. */
export function strip(text: string, characters?: string): string {
  return stripLeft(stripRight(text, characters), characters)
}

export function stripLeft(text: string, characters?: string): string {
  const belongs = belongsTo(characters)
  let at = 0
  while (at < text.length) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
    if (!belongs(character)) break
    at += character.length
  }
  spend(at)
  return text.slice(at)
}

export function stripRight(text: string, characters?: string): string {
  const belongs = belongsTo(characters)
  let end = text.length
  while (end > 0) {
    const pair = end > 1 ? text.slice(end - 2, end) : ''
    const character = (pair.codePointAt(0) ?? 0) > 0xffff ? pair : text.slice(end - 1, end)
    if (!belongs(character)) break
    end -= character.length
  }
  spend(text.length - end)
  return text.slice(0, end)
}

function belongsTo(characters: string | undefined): Belongs {
  if (characters === undefined) return isSpace
  const set = new Set(codePointsOf(characters))
  return (character) => set.has(character)
}

/** Cut at the separator, or at runs of space when there is none; at most `times`, unless that is negative. */
export function split(text: string, separator: string | undefined, times: number): readonly string[] {
  const most = times < 0 ? Number.POSITIVE_INFINITY : times
  return separator === undefined ? splitAtSpace(text, most) : splitAt(text, separator, most)
}

function splitAt(text: string, separator: string, most: number): readonly string[] {
  if (separator === '') fail('`split` needs a separator that is not empty')
  const pieces: string[] = []
  let from = 0
  for (let at = find(text, separator); at !== -1 && pieces.length < most; at = find(text, separator, from)) {
    pieces.push(text.slice(from, at))
    from = at + separator.length
  }
  pieces.push(text.slice(from))
  return pieces
}

function splitAtSpace(text: string, most: number): readonly string[] {
  spend(text.length)
  const pieces: string[] = []
  let at = skip(text, 0, isSpace)
  while (at < text.length) {
    if (pieces.length >= most) return [...pieces, text.slice(at)]
    const end = skip(text, at, (character) => !isSpace(character))
    pieces.push(text.slice(at, end))
    at = skip(text, end, isSpace)
  }
  return pieces
}

function skip(text: string, from: number, belongs: Belongs): number {
  let at = from
  while (at < text.length && belongs(text.charAt(at))) at += 1
  return at
}

/** Every occurrence replaced, from the left. */
export function replace(text: string, old: string, by: string): string {
  const pieces = old === '' ? ['', ...codePointsOf(text), ''] : splitAt(text, old, Number.POSITIVE_INFINITY)
  if (pieces.length === 1) return text
  const size = text.length + (pieces.length - 1) * (by.length - old.length)
  holdSize(size)
  spend(size)
  return pieces.join(by)
}

/** How often a part occurs, without overlaps. */
export function count(text: string, part: string): number {
  if (part === '') return codePointsOf(text).length + 1
  let found = 0
  for (let at = find(text, part); at !== -1; at = find(text, part, at + part.length)) found += 1
  return found
}
