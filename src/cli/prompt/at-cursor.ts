import {splitText, valuesOf, type Word} from '../../ui/typing/words.js'

/** The command that is typed at the cursor, up to there. */
export interface AtCursor {
  /** Without a `tame` before them; the last, perhaps empty, is the one at the cursor. */
  readonly words: readonly string[]
  /** Where that one begins. */
  readonly from: number
}

/** Longer than this nothing is typed by hand, and it would be read anew at each key. */
export const longestRead = 20_000

export function wordsAt(text: string, at: number): AtCursor {
  const {commands} = splitText(text.slice(0, at))
  const command = commands.at(-1)
  const last = command?.words.at(-1)
  const isNew = last === undefined || last.end < at
  // A line end has ended the command, unless something goes on over it.
  const isNext =
    command === undefined ||
    (isNew &&
      text
        .slice(last?.end ?? 0, at)
        .replaceAll('\\\n', '')
        .includes('\n'))
  const typed = isNext ? [] : valuesOf(command)
  const words = isNew ? [...typed, ''] : typed
  return {
    words: words[0] === 'tame' && words.length > 1 ? words.slice(1) : words,
    from: isNew ? at : last.start,
  }
}

/** All words of the command in which the cursor stands. */
export function commandAt(text: string, at: number): readonly Word[] {
  const {commands} = splitText(text)
  const words = commands.findLast((command) => (command.words[0]?.start ?? 0) <= at)?.words ?? []
  return words[0]?.value === 'tame' ? words.slice(1) : words
}
