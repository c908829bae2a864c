/**
 * A line of an answer that comes in lines: items, then either the end, with how many there were, or the error that
 * came between. An answer without one of these at its end was cut.
 */
export type Line<Item = unknown, Result = unknown> =
  | {readonly item: Item}
  | {readonly end: {readonly count: number; readonly result?: Result}}
  | {
      readonly error: {
        readonly code: string
        readonly message: string
        readonly suggestions: readonly string[]
      }
    }
