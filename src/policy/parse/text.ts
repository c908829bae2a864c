import type {ExpressionProblem} from '../problem.js'
import type {TextToken} from './token.js'
import {codePointName, isInvisible} from './unusual.js'

interface TextFound {
  token: TextToken
  closed: boolean
  problems: ExpressionProblem[]
}

interface TextOpening {
  /** Offset of the first character inside. */
  inside: number
  /** The characters that may close it. */
  closing: string
  /** With the prefix r, where a backslash is one. */
  isRaw?: true
  problem?: {code: 'WRONG_QUOTE' | 'NOT_SUPPORTED'; message: string; suggestion: string}
}

const prefixed = /[A-Za-z]{1,2}(?=["'])/y
const curly: Readonly<Record<string, string>> = {
  '\u201c': '\u201d\u201c"',
  '\u201d': '\u201d\u201c"',
  '\u201e': '\u201c\u201d"',
  '\u2018': "\u2019\u2018'",
  '\u2019': "\u2019\u2018'",
  '\u00ab': '\u00bb',
  '`': '`',
}

/** How a text begins here, if one does: plainly, or in one of the ways that people type by mistake. */
export function textOpening(source: string, at: number): TextOpening | undefined {
  const first = source[at] ?? ''
  if (first === '"' || first === "'") return {inside: at + 1, closing: first}
  const closing = Object.hasOwn(curly, first) ? curly[first] : undefined
  if (closing !== undefined) return {inside: at + 1, closing, problem: wrongQuote(first)}
  prefixed.lastIndex = at
  const prefix = prefixed.exec(source)?.[0]
  if (prefix === undefined || !/^(?:[fFrRbBuU]|[fF][rR]|[rR][fFbB]|[bB][rR])$/.test(prefix)) return undefined
  const inside = at + prefix.length + 1
  const opening = {inside, closing: source[inside - 1] ?? '', problem: prefixProblem(prefix)}
  return /r/i.test(prefix) ? {...opening, isRaw: true} : opening
}

const wrongQuote = (quote: string): NonNullable<TextOpening['problem']> => ({
  code: 'WRONG_QUOTE',
  message: `\`${quote}\` is not a quote that text can stand in`,
  suggestion: 'Use "…" or \'…\'',
})

function prefixSuggestion(prefix: string): string {
  if (/f/i.test(prefix)) return 'Join texts with +, as in "/home/" + user.id'
  return `Leave out the ${prefix}${/r/i.test(prefix) ? ', and write each backslash twice' : ''}`
}

const prefixProblem = (prefix: string): NonNullable<TextOpening['problem']> => ({
  code: 'NOT_SUPPORTED',
  message: `Text can't have the prefix \`${prefix}\``,
  suggestion: prefixSuggestion(prefix),
})

/** Reads a text from its quote to its end; one that is not closed ends with its line. */
export function readText(source: string, start: number, opening: TextOpening): TextFound {
  const reader = new TextReader(source, opening)
  const closed = reader.run()
  const end = reader.at
  const token: TextToken = {kind: 'text', text: source.slice(start, end), value: reader.value(), start, end}
  const problems = reader.problems
  if (opening.problem) problems.unshift({...opening.problem, start, end: opening.inside})
  if (!closed) problems.push(unterminated(start, end, source[opening.inside - 1] ?? '"'))
  return {token, closed, problems}
}

const unterminated = (start: number, end: number, quote: string): ExpressionProblem => ({
  code: 'UNTERMINATED_TEXT',
  message: `The text that begins here has no closing ${quote} on its line`,
  start,
  end,
  suggestion: `Close it with ${quote}; a line break inside is written \\n`,
})

const simpleEscapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
}
const numericEscape = /x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})/y

class TextReader {
  at: number
  readonly problems: ExpressionProblem[] = []
  private readonly pieces: string[] = []

  constructor(
    private readonly source: string,
    private readonly opening: TextOpening,
  ) {
    this.at = opening.inside
  }

  value(): string {
    return this.pieces.join('')
  }

  /** True when the closing quote was found. */
  run(): boolean {
    for (;;) {
      const character = this.source[this.at]
      if (character === undefined || character === '\n' || character === '\r') return false
      if (this.opening.closing.includes(character)) {
        this.at += 1
        return true
      }
      if (character === '\\' && !this.opening.isRaw) this.escape()
      else this.plain()
    }
  }

  private plain(): void {
    const codePoint = this.source.codePointAt(this.at) ?? 0
    const character = String.fromCodePoint(codePoint)
    if (isInvisible(codePoint)) {
      this.problems.push({
        code: 'UNEXPECTED_CHARACTER',
        message: `The text holds ${codePointName(codePoint)}, which can't be seen`,
        start: this.at,
        end: this.at + character.length,
        suggestion: `If it is meant, write ${escapeOf(codePoint)}`,
      })
    }
    this.pieces.push(character)
    this.at += character.length
  }

  private escape(): void {
    const letter = this.source[this.at + 1] ?? ''
    const simple = Object.hasOwn(simpleEscapes, letter) ? simpleEscapes[letter] : undefined
    if (simple !== undefined) {
      this.pieces.push(simple)
      this.at += 2
      return
    }
    numericEscape.lastIndex = this.at + 1
    const found = numericEscape.exec(this.source)
    if (found) this.numeric(found)
    else this.unknownEscape(letter)
  }

  private numeric([digits, byte, unit]: RegExpExecArray): void {
    const code = Number.parseInt(byte ?? unit ?? '', 16)
    const end = this.at + 1 + digits.length
    if (code >= 0xd800 && code <= 0xdfff) {
      this.problems.push({
        code: 'UNKNOWN_ESCAPE',
        message: `\`\\${digits}\` is half a character`,
        start: this.at,
        end,
        suggestion: 'Write the character itself',
      })
    }
    this.pieces.push(String.fromCharCode(code))
    this.at = end
  }

  private unknownEscape(letter: string): void {
    const shown = letter === '\n' || letter === '\r' ? '' : letter
    const end = this.at + 1 + shown.length
    this.problems.push({
      code: 'UNKNOWN_ESCAPE',
      message: `\`\\${shown}\` is not an escape that text knows`,
      start: this.at,
      end,
      suggestion: `For a backslash itself write \\\\${shown}; known are \\n \\t \\r \\\\ \\' \\" \\xNN \\uNNNN`,
    })
    this.at = end
  }
}

/** How a character is written when it can't be seen. */
export function escapeOf(codePoint: number): string {
  const hex = codePoint.toString(16)
  return codePoint < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`
}
