import {plainMatcher} from './wildcards.js'

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
  const pattern = expandable(foldedName(name))
  if (pattern === undefined) return false
  const folded = foldedName(other)
  // Looking for one of these takes as long as it is, times the other's length: no file has such a name.
  if (pattern.length > longestName) return true
  const matches = plainMatcher(pattern)
  return matches(folded) || matches(folded.replaceAll(/[ .]/g, ''))
}

const longestName = 1000

/** A path, or a name in it, as a pattern of all that a tool may make of it; nothing when it stands for itself alone. */
export function expandable(path: string): string | undefined {
  if (!/[*?[~]/.test(path)) return undefined
  // `PROGRA~1` is `Program Files`; of a short name only the first two letters are sure.
  const long = path.replaceAll(/(?<![^/])([^~/]{2})[^~/]{0,4}~\d[^/]*/g, '$1*')
  const pattern = long.includes('[') ? long.split('/').map(withoutClasses).join('/') : long
  return /[*?]/.test(pattern) ? pattern : undefined
}

/** `[a-z]` is one character; what ends in more brackets, as `[[:alpha:]]` does, may be any. Not by a regex: one of `[[[[` would take quadratic time. */
function withoutClasses(name: string): string {
  let pattern = ''
  let at = 0
  for (let open = name.indexOf('['); open >= 0; open = name.indexOf('[', at)) {
    const close = name.indexOf(']', open + 2)
    if (close < 0) break
    const isLonger = name.charAt(close + 1) === ']'
    pattern += name.slice(at, open) + (isLonger ? '*' : '?')
    at = close + (isLonger ? 2 : 1)
  }
  return pattern + name.slice(at)
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
