import type {Comparison} from '../../model/comparison.js'
import {type Asked, ask} from './ask.js'

/** What there is to say of a comparison before it is made. */
export type Note = Pick<Comparison, 'source' | 'field' | 'operator' | 'reads'>

// One for all rules, because asking never overlaps itself; so a condition is compiled once, for deciding and for recording. Nothing
// while nobody wants to know.
let tape: Comparison[] | undefined

/** Asks, and adds the comparisons that were made to the list, also those before an error. */
export function record<Subject>(comparisons: Comparison[], asked: Asked<Subject>, subject: Subject): boolean {
  const before = tape
  tape = comparisons
  try {
    return ask(asked, subject)
  } finally {
    tape = before
  }
}

/** Takes down a comparison as it came out. */
export function takeDown(note: Note, actual: unknown, expected: unknown, result: boolean): void {
  const {source, field, operator, reads} = note
  tape?.push({source, field, operator, expected, actual, result, reads})
}

/** How many comparisons were taken down so far. */
export const tapeLength = (): number => tape?.length ?? 0

/** Forgets what was taken down since. */
export function rewindTape(length: number): void {
  if (tape !== undefined) tape.length = length
}
