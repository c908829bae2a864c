import type {Choices} from '../../typing/choices.js'
import {type Line, replaced} from './line.js'

/** The words to choose from, and which of them is on the line. */
export interface Menu extends Choices {
  readonly chosen: number | null
  /** The line without any of them. */
  readonly before: Line
}

/** What a completion comes to: as much on the line as all choices share, and a menu where several are left. */
export function completed(line: Line, {from, to, choices}: Choices): {line: Line; menu: Menu | null} {
  const [only, ...others] = choices
  if (only === undefined) return {line, menu: null}
  if (others.length === 0) return {line: replaced(line, from, to, whole(only.value)), menu: null}
  const shared = escapedWord(choices.map(({value}) => value).reduce(commonStart))
  const isLonger = shared.length > to - from
  const before = isLonger ? replaced(line, from, to, shared) : line
  return {line: before, menu: {from, to: isLonger ? from + shared.length : to, choices, chosen: null, before}}
}

/** The next of the choices on the line, or the one before. */
export function chosen(menu: Menu, by: 1 | -1): {line: Line; menu: Menu} {
  const {choices, from, to, before} = menu
  const at = menu.chosen === null ? (by === 1 ? 0 : choices.length - 1) : menu.chosen + by
  const next = (at + choices.length) % choices.length
  return {
    menu: {...menu, chosen: next},
    line: replaced(before, from, to, whole(choices[next]?.value ?? '')),
  }
}

/** A directory is gone on from, and so is a flag whose value follows its `=`. */
const whole = (value: string): string => (/[/=]$/.test(value) ? escapedWord(value) : `${escapedWord(value)} `)

/** As it is to be typed: what would end the word, or mean something else, has a backslash before it. */
export const escapedWord = (value: string): string =>
  value.replaceAll(/[^\p{L}\p{N}_@%+=:,./{}[\]-]|^[{[#]/gu, '\\$&')

function commonStart(one: string, other: string): string {
  let end = 0
  while (end < one.length && one[end] === other[end]) end++
  return one.slice(0, end)
}
