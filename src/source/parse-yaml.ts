import {Composer, type Document, Lexer, type LineCounter, Parser, YAMLParseError} from 'yaml'

/**
 * More than any file that a person wrote has. The library calls itself once for each level, and where that takes up the stack, V8
 * ends the process: it can't compile a regular expression there, and nobody can catch that.
 */
const mostDepth = 128

/** How the library reads: as it does by itself, but for how deep. */
const options = {
  prettyErrors: false,
  // The library compares every key with every other; `keyProblems` asks the same of each key once.
  uniqueKeys: false,
  strict: true,
  // 'silent' would also silence a second document in the file, which nobody would then read.
  logLevel: 'error',
} as const

/** What a text says; for one that is nested too deeply, where it becomes so. */
export type ParsedYaml = {readonly yaml: Document} | {readonly deepAt: number}

export function parseYaml(text: string, lines: LineCounter): ParsedYaml {
  const parser = new Parser(lines.addNewLine)
  lines.addNewLine(0)
  let yaml: Document | undefined
  try {
    for (const document of new Composer(options).compose(shallowTokens(parser, text), true, text.length)) {
      if (yaml === undefined) yaml = document
      else {
        yaml.errors.push(new YAMLParseError(spanOf(document), 'MULTIPLE_DOCS', 'Several documents'))
        break
      }
    }
  } catch (error) {
    if (error instanceof TooDeep) return {deepAt: parser.offset}
    throw error
  }
  if (yaml === undefined) throw new Error('The library gave no document')
  return {yaml}
}

class TooDeep extends Error {}

/** What `parser.parse` gives, as long as it is not too deep. */
function* shallowTokens(parser: Parser, text: string): ReturnType<Parser['parse']> {
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme)
    if (parser.stack.length > mostDepth) throw new TooDeep()
  }
  yield* parser.end()
}

const spanOf = ({range}: Document): [number, number] => [range?.[0] ?? 0, range?.[1] ?? 0]
