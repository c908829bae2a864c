import {AmbiguousInput} from './ambiguous.js'
import {isPlainPath} from './plain-path.js'

/** One way a program may understand a text, and how it gets there: "when …". */
export interface Reading {
  text: string
  how: string
}

type Readings = readonly [Reading, ...Reading[]]

interface Habit {
  how: string
  apply: (text: string) => string
}

// Each habit is one that some operating system or common library has. Left out, a deny rule could be walked around
// by spelling the path so that only the tool behind us understands it.
const habits: readonly Habit[] = [
  // Tools trim what a model wrote: " /etc/passwd" is then absolute.
  {how: 'when surrounding spaces are dropped', apply: (text) => text.trim()},
  // Tools that take "a path or a file: URL".
  {how: 'when it is taken for a file URL', apply: (text) => text.replace(/^file:(?:\/\/[^/\\]*)?/i, '')},
  {how: 'when it is taken for a file URL', apply: (text) => text.replace(/^file:(?:\/\/)?/i, '')},
  // Web frameworks decode, some twice: each round of decoding is a reading of its own.
  {how: 'when percent-encoding is decoded', apply: percentDecoded},
  // Windows; on POSIX a backslash is a letter.
  {how: 'when a backslash separates folders', apply: (text) => text.replaceAll('\\', '/')},
  // Windows folds these into ASCII for programs that ask for narrow strings.
  {how: 'when look-alikes of "." and "/" are folded', apply: asciiStructure},
  // HFS+ ignores zero-width characters in names; URL parsers drop tabs and line breaks.
  {how: 'when invisible characters are dropped', apply: withoutInvisible},
  // Shells and search tools expand `{a,b}`: to the first of them, and to what the others come to.
  {how: 'when braces are expanded', apply: (text) => text.replace(braces, '$1')},
  {
    how: 'when braces are expanded',
    apply: (text) => text.replace(braces, (_, __, rest) => otherThanFirst(rest)),
  },
  // Windows drops dots and spaces at the end of a name, and ":$" opens the directory itself as a stream.
  {how: 'when names end as on Windows', apply: (text) => text.split('/').map(windowsName).join('/')},
]

/** The innermost first, so that none are inside of it. */
const braces = /\{([^{},]*),([^{}]*)\}/

const otherThanFirst = (rest: string): string => (rest.includes(',') ? `{${rest}}` : rest)

// The expression inside: what Unicode says of characters is only looked up when a path may have such.
function withoutInvisible(text: string): string {
  return text.replace(/[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]/gu, '')
}

/** Nothing here for any habit to change; the only dots at a name's end are those of `.` and `..`. */
const isPlain = (text: string): boolean =>
  /^[\w./@+,=()-]*$/.test(text) && !/[^./]\.+(?:\/|$)|\.{3}/.test(text)

const maximumReadings = 64
/** The longest path that any operating system opens. */
const maximumLength = 32_767

/** Every way in which common programs read a path, the text as it stands first. */
export function pathReadings(text: string): Readings {
  if (isPlainPath(text)) return [{text, how: ''}]
  refuseUnopenable(text)
  const found: [Reading, ...Reading[]] = [{text, how: ''}]
  if (isPlain(text)) return found
  const seen = new Set([text])
  // The list grows while it is walked: a habit may uncover what another one reads, as in `%5c..%5c`.
  for (const reading of found) {
    for (const {how, apply} of habits) {
      const read = apply(reading.text)
      if (seen.has(read)) continue
      refuseUnopenable(read)
      seen.add(read)
      found.push({text: read, how})
      if (found.length > maximumReadings) throw new AmbiguousInput('the path can be read in too many ways')
    }
  }
  return found
}

function refuseUnopenable(text: string): void {
  // C stops reading here, others go on or refuse: no file has such a name, so this is no accident.
  if (text.includes('\0')) throw new AmbiguousInput('the path holds a NUL character')
  // Nothing opens it as it stands, so whatever happens to it happens after somebody cut it.
  if (text.length > maximumLength)
    throw new AmbiguousInput(`the path is longer than ${maximumLength} characters`)
}

/** One round of decoding as the lenient do it: what does not decode stays as it is. */
function percentDecoded(text: string): string {
  if (!text.includes('%')) return text
  return overlongDecoded(text).replace(/(?:%[0-9a-f]{2})+/gi, (run) => decodeRun(run))
}

const utf8 = new TextDecoder('utf-8', {ignoreBOM: true})

function decodeRun(run: string): string {
  const bytes = Uint8Array.from(run.slice(1).split('%'), (hex) => Number.parseInt(hex, 16))
  return utf8.decode(bytes)
}

// Decoders that don't check for the shortest form (old Java, IIS) make structure out of these.
const overlong: readonly [RegExp, string][] = [
  [/%c0%ae|%e0%80%ae|%u002e|%uff0e/gi, '.'],
  [/%c0%af|%e0%80%af|%u002f|%uff0f|%u2215/gi, '/'],
  [/%c1%9c|%u005c|%uff3c/gi, '\\'],
]

const overlongDecoded = (text: string): string =>
  overlong.reduce((decoded, [pattern, character]) => decoded.replace(pattern, character), text)

function asciiStructure(text: string): string {
  return text
    .replace(/[\u2024\ufe52\uff0e]/g, '.')
    .replaceAll('\u2025', '..')
    .replace(/[\u2044\u2215\u29f8\uff0f]/g, '/')
    .replace(/[\u00a5\u20a9\u2216\u29f5\u29f9\ufe68\uff3c]/g, '\\')
}

function windowsName(name: string): string {
  if (name === '.' || name === '..') return name
  const colon = name.indexOf(':')
  const unstreamed = colon >= 0 && name.includes('$', colon) ? name.slice(0, colon) : name
  // `.. ` and `.. .` climb for some, and for others are no name at all: the first is the dangerous reading.
  const climbs = /^\.\.[. ]*$/.test(unstreamed) && (unstreamed === '..' || unstreamed.includes(' '))
  if (climbs) return '..'
  return withoutTrailing(unstreamed, ' .')
}

/** A loop, because `/[ .]+$/` takes quadratic time on a long run of dots in the middle. */
function withoutTrailing(text: string, characters: string): string {
  let end = text.length
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--
  return text.slice(0, end)
}
