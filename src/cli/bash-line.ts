/** A line for bash up to the cursor. */
export interface BashLine {
  /** Without their quotes; the last, perhaps empty, is the one at the cursor. */
  words: string[]
  /** Whether the word at the cursor is what a `>` or `<` leads to. */
  isRedirected: boolean
  /** Whether the cursor stands within quotes that are still open. */
  isQuoted: boolean
}

interface Token {
  word?: string
  redirection?: string
}

const token =
  /[ \t\n]+|(?<redirection>(?:\d+|&)?[<>]+[&|]?)|(?<word>(?:'[^']*'?|"(?:\\.|[^"\\])*\\?"?|\\.?|[^ \t\n<>'"\\]+)+)/gsy

/**
 * Reads a line as bash would split it, but expands and runs nothing. bash's own COMP_WORDS falls apart at `=`, `:` and
 * `@`, and keeps the quotes.
 */
export function parseBashLine(line: string): BashLine {
  const tokens = [...line.matchAll(token)].map(({groups}): Token => groups ?? {})
  const cursor = tokens.at(-1)?.word
  const parts = tokens.filter(({word, redirection}) => (word ?? redirection) !== undefined)
  if (cursor === undefined) parts.push({word: ''})
  const words = parts.flatMap(({word}, index) => (word === undefined || leads(parts[index - 1]) ? [] : word))
  return {
    words: words.map(unquoted),
    isRedirected: leads(parts.at(-2)),
    isQuoted: isOpen(cursor ?? ''),
  }
}

const leads = (token: Token | undefined): boolean => token?.redirection !== undefined

/** What a word stands for, once its quotes and backslashes have done their work. */
export const unquoted = (raw: string): string =>
  raw.replace(
    /'([^']*)'?|"((?:\\.|[^"\\])*)\\?"?|\\(.?)/gs,
    (_, single?: string, double?: string, escaped?: string) =>
      single ?? double?.replace(/\\(?:(["\\$`])|\n)/g, '$1') ?? (escaped === '\n' ? '' : (escaped ?? '')),
  )

/** Whether a quote is left once everything that is whole has been taken off the front. */
const isOpen = (raw: string): boolean =>
  /^['"]/.test(raw.replace(/^(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^'"\\])*/s, ''))
