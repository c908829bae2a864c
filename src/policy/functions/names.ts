/** `unclear`: true for some reader or some state of the world that the text doesn't show, false for another. */
export type Answer = 'yes' | 'no' | 'unclear'

/** Whether two names in a path stand for the same file or folder. */
export function sameName(name: string, other: string): Answer {
  if (name === other) return 'yes'
  // Letters, digits and signs that stand for nothing else: only their case can be taken for the same.
  if (ordinary.test(name) && ordinary.test(other)) return isSameWithoutCase(name, other) ? 'unclear' : 'no'
  // macOS and Windows ignore case and Unicode composition, Linux doesn't.
  if (foldedName(name) === foldedName(other)) return 'unclear'
  return mayExpandTo(name, other) ? 'unclear' : 'no'
}

const ordinary = /^[\w.@+,=()-]*$/

const isSameWithoutCase = (name: string, other: string): boolean =>
  name.length === other.length && name.toLowerCase() === other.toLowerCase()

/** Equal for names that some file system takes for the same. */
export function foldedName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII, where composition changes nothing.
  if (/^[\u0000-\u007f]*$/.test(name)) return name.toLowerCase()
  return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC')
}

/** Names that stand for others: wildcards, where the tool expands them, and Windows' short names. */
function mayExpandTo(name: string, other: string): boolean {
  const parts = foldedName(name).split(/[*?]/)
  const folded = foldedName(other)
  if (parts.length > 1) return folded.startsWith(parts[0] ?? '') && folded.endsWith(parts.at(-1) ?? '')
  // `PROGRA~1` is `Program Files`; of a short name only the first two letters are sure.
  const short = /^([^~]{2})[^~]{0,4}~\d/.exec(name)?.[1]
  return short !== undefined && folded.replaceAll(/[ .]/g, '').startsWith(short.toLowerCase())
}

/** Whether a list of names begins with another; `unclear` when that hangs on a name that may be the same. */
export function startsWithNames(names: readonly string[], start: readonly string[], from = 0): Answer {
  let answer: Answer = 'yes'
  for (const [index, name] of start.entries()) {
    const own = names[from + index]
    if (own === undefined) return 'no'
    // Where a tool expands it, it stands for any number of names.
    if (own === '**') return 'unclear'
    const same = sameName(own, name)
    if (same === 'no') return 'no'
    if (same === 'unclear') answer = 'unclear'
  }
  return answer
}
