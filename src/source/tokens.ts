import {Lexer} from 'yaml'

/** A piece of a text of YAML, as the library's lexer cuts it. */
export interface Token {
  readonly source: string
  readonly start: number
}

const brokenBracket = '\u0018'
const scalarNext = '\u001f'

/** Zero-width to the text: the lexer's signs for where a document, a value or a broken bracket begins or ends. */
const signs: ReadonlySet<string> = new Set(['\u0002', brokenBracket, scalarNext])

const isSign = (source: string): boolean => signs.has(source)

function tokensOf(text: string): readonly Token[] {
  let start = 0
  return [...new Lexer().lex(text)].map((source) => {
    const token = {source, start}
    if (!isSign(source)) start += source.length
    return token
  })
}

export const tokensBefore = (text: string, offset: number): readonly Token[] =>
  tokensOf(text).filter(({source, start}) => start < offset && !isSign(source))

export const isQuoted = ({source}: Token): boolean => /^["']/.test(source)

export const bareTagsIn = (text: string): readonly Token[] =>
  tokensOf(text).filter(({source}, at, tokens) => source === '!' && tokens[at - 1]?.source !== scalarNext)

export const closing: Partial<Record<string, string>> = {'[': ']', '{': '}'}

/** The innermost bracket that is open there. */
export function openBracketBefore(text: string, offset: number): Token | undefined {
  const open: Token[] = []
  for (const token of tokensOf(text)) {
    if (token.source === brokenBracket || token.start >= offset) break
    if (/^[[{]$/.test(token.source)) open.push(token)
    if (token.source === closing[open.at(-1)?.source ?? '']) open.pop()
  }
  return open.at(-1)
}
