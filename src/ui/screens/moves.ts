import {bodyHeight} from './body-height.js'
import {firstPage, fitted, lastPage, type Pages, turned} from './pages.js'
import type {Size} from './screen.js'

/** How a cursor is moved, or a text. */
const moves = ['next', 'previous', 'first', 'last', 'page down', 'page up'] as const
export type Move = (typeof moves)[number]

export const isMove = (command: string): command is Move => moves.some((move) => move === command)

/** A text that is read, moved as a list would be. */
export function turnedBy(pages: Pages, move: Move, size: Size): Pages {
  const {columns} = size
  const height = bodyHeight(size)
  if (move === 'first') return firstPage(pages)
  if (move === 'last') return lastPage(pages, columns, height)
  const page = Math.max(1, height - 1)
  const by = {next: 1, previous: -1, 'page down': page, 'page up': -page}[move]
  return turned(pages, by, columns, height)
}

/** The same text in a terminal of another size. */
export const resizedPages = (pages: Pages, size: Size): Pages => fitted(pages, size.columns, bodyHeight(size))

/** The keys of every list. */
export const movingKeys = [
  {does: 'next', keys: ['j', 'down'], shown: 'j ↓', short: 'down', long: 'the next'},
  {does: 'previous', keys: ['k', 'up'], shown: 'k ↑', short: 'up', long: 'the one before'},
  {does: 'first', keys: ['g', 'home'], shown: 'g', short: 'first', long: 'the first'},
  {does: 'last', keys: ['G', 'end'], shown: 'G', short: 'last', long: 'the last'},
  {does: 'page down', keys: ['page down'], shown: 'PgDn', short: 'page', long: 'a page down'},
  {does: 'page up', keys: ['page up'], shown: 'PgUp', short: 'page', long: 'a page up'},
] as const

/** While a line is typed. */
export const typingKeys = [
  {shown: '⏎', short: 'done'},
  {shown: 'esc', short: 'back'},
  {shown: 'Ctrl-U', short: 'clear'},
] as const

export const backKey = {shown: 'esc', short: 'back'} as const
