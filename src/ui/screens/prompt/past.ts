import type {Line} from './line.js'

/** What the line said before each change that was made to it, the newest last. */
export interface Past {
  readonly lines: readonly Pick<Line, 'text' | 'at'>[]
  /** Where the letter ended that was typed last; nothing when something else was done. */
  readonly typedTo: number | null
}

export const noPast: Past = {lines: [], typedTo: null}

const mostChanges = 200
/** A line can be a megabyte: of few such, as many as can be kept. */
const mostCharacters = 4 * 2 ** 20

/** With one more change. The letters of a word are typed as one. */
export function changed(past: Past, before: Line, after: Line): Past {
  if (after.text === before.text) return after.at === before.at ? past : {...past, typedTo: null}
  const letter = typedLetter(before, after)
  const goesOn = letter !== null && past.typedTo === before.at && !beginsWord(before, letter)
  const {text, at} = before
  return {
    lines: goesOn ? past.lines : kept([...past.lines, {text, at}]),
    typedTo: letter === null ? null : after.at,
  }
}

/** The line as it was before the last change; nothing when there was none. */
export function undone(past: Past, line: Line): {line: Line; past: Past} | undefined {
  const before = past.lines.at(-1)
  if (before === undefined) return undefined
  return {
    line: {...line, ...before, isKilling: false},
    past: {lines: past.lines.slice(0, -1), typedTo: null},
  }
}

/** A letter can be two units long. */
function typedLetter(before: Line, after: Line): string | null {
  const length = after.text.length - before.text.length
  const isOne = (length === 1 || length === 2) && after.at === before.at + length
  return isOne ? after.text.slice(before.at, after.at) : null
}

const beginsWord = ({text, at}: Line, letter: string): boolean =>
  /\S/.test(letter) && /\s/.test(text[at - 1] ?? '')

function kept(lines: Past['lines']): Past['lines'] {
  let [from, length] = [lines.length, 0]
  while (from > 0 && lines.length - from < mostChanges) {
    length += lines[from - 1]?.text.length ?? 0
    if (length > mostCharacters) break
    from--
  }
  return lines.slice(from)
}
