import {fail} from './failure.js'

/** How much one evaluation may do, and how large what it makes may get. */
export const Bound = {
  /** Characters of a text or items of a list that an evaluation may make. */
  size: 1024 * 1024,
  /** Steps over characters and items. Loops within loops over large arguments end here and not at the end of the day. */
  steps: 10_000_000,
  /** The same for making arguments safe: what can't be changed in this time is not passed on. */
  changes: 30_000_000,
  /** Lists within lists that are compared or written out. */
  levels: 200,
} as const

let left: number = Bound.steps

/** Every evaluation starts anew, so that its result depends on nothing that was evaluated before. */
export const startCounting = (most: number = Bound.steps): void => {
  left = most
}

export function spend(count: number): void {
  left -= count
  if (left < 0) fail('It takes too many steps for arguments of this size')
}

export function holdSize(size: number): void {
  if (size > Bound.size) fail(`The result is larger than ${Bound.size / 1024 / 1024} Mi characters or items`)
}
