import {
  type Alias,
  type Document,
  isCollection,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml'
import type {Problem} from './problem.js'

export type Path = readonly PropertyKey[]

interface Span {
  start: number
  end: number
}

/** A YAML (or JSON) text with the place of everything in it. */
export interface SourceDocument {
  readonly file: string
  readonly text: string
  /** What the text says, as plain values. Meaningless while `problems` is not empty. */
  readonly value: unknown
  /** What keeps the text from being read at all. */
  readonly problems: readonly Problem[]
  /** A problem at the value under a path; where there is none, at the nearest thing around it. */
  problemAtValue(path: Path, about: About): Problem
  /** A problem at the key a path ends in. */
  problemAtKey(path: Path, about: About): Problem
  /** A problem at a part of the text. */
  problemAtSpan(start: number, end: number, about: About): Problem
  /** The line a path's value begins on. */
  lineAt(path: Path): number
}

export interface About {
  code: string
  message: string
  suggestion?: string | undefined
  severity?: Problem['severity']
}

const largestText = 2 ** 20

/** Reads a text; whatever is wrong with it ends in `problems`, never in an exception. */
export function readDocument(file: string, text: string): SourceDocument {
  const lines = new LineCounter()
  const refused = refusedText(text)
  const yaml = parseDocument(refused === undefined ? text : '', {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
    strict: true,
    // 'silent' would also silence a second document in the file, which nobody would then read.
    logLevel: 'error',
  })
  return new YamlSource(file, text, yaml, lines, refused)
}

/** Why a text is not even parsed. */
function refusedText(text: string): About | undefined {
  if (text.length > largestText || Buffer.byteLength(text) > largestText) {
    return {
      code: 'FILE_TOO_LARGE',
      message: 'The file is larger than 1 MiB',
      suggestion: 'Split it, or check that it is the file you meant.',
    }
  }
  if (text.includes('\u0000')) {
    return {
      code: 'FILE_NOT_TEXT',
      message: 'The file is not text',
      suggestion: 'Check that it is the file you meant.',
    }
  }
  return undefined
}

class YamlSource implements SourceDocument {
  readonly problems: readonly Problem[]
  readonly value: unknown

  constructor(
    readonly file: string,
    readonly text: string,
    private readonly yaml: Document,
    private readonly lines: LineCounter,
    refused: About | undefined,
  ) {
    const unreadable = refused === undefined ? this.syntaxProblems() : [this.problemAtSpan(0, 0, refused)]
    const {value, problems} =
      unreadable.length === 0 ? this.expand() : {value: undefined, problems: unreadable}
    this.value = value
    this.problems = problems
  }

  problemAtValue(path: Path, about: About): Problem {
    return this.at(this.valueSpan(path), about)
  }

  problemAtKey(path: Path, about: About): Problem {
    return this.at(this.keySpan(path) ?? this.valueSpan(path), about)
  }

  problemAtSpan(start: number, end: number, about: About): Problem {
    return this.at({start, end}, about)
  }

  lineAt(path: Path): number {
    return this.lines.linePos(this.valueSpan(path).start).line || 1
  }

  private at(span: Span, {severity = 'error', code, message, suggestion}: About): Problem {
    const {line, col} = span.start === 0 ? {line: 1, col: 1} : this.lines.linePos(span.start)
    const excerpt = lineOf(this.text, span.start)
    const length = Math.max(1, Math.min(span.end - span.start, excerpt.length - col + 1))
    const problem: Problem = {severity, code, message, file: this.file, line, column: col, length, excerpt}
    return suggestion === undefined ? problem : {...problem, suggestion}
  }

  private syntaxProblems(): Problem[] {
    const faults = [...this.yaml.errors, ...this.yaml.warnings]
    if (faults.length === 0) return this.aliasProblems()
    return faults.map(({code, message, pos}) =>
      this.at({start: pos[0], end: pos[1]}, syntaxFault(code, message)),
    )
  }

  private aliasProblems(): Problem[] {
    const problems: Problem[] = []
    visit(this.yaml, {
      Alias: (_, alias) => {
        const about = aliasFault(alias, alias.resolve(this.yaml))
        if (about !== undefined) problems.push(this.at(spanOf(alias), about))
      },
    })
    return problems
  }

  /** The value, unless a small file would grow into a huge one. */
  private expand(): {value?: unknown; problems: Problem[]} {
    try {
      return {value: this.yaml.toJS({maxAliasCount: 100}), problems: []}
    } catch (error) {
      if (!(error instanceof ReferenceError)) throw error
      const message = 'Its aliases expand to more than they may'
      return {
        problems: [
          this.at({start: 0, end: 0}, {code: 'YAML_ALIASES', message, suggestion: 'Write the values out.'}),
        ],
      }
    }
  }

  private valueSpan(path: Path): Span {
    for (let length = path.length; length > 0; length--) {
      const node = this.yaml.getIn(path.slice(0, length), true)
      if (isNode(node)) return spanOf(node)
    }
    return isNode(this.yaml.contents) ? spanOf(this.yaml.contents) : {start: 0, end: 0}
  }

  private keySpan(path: Path): Span | undefined {
    const parent = path.length === 1 ? this.yaml.contents : this.yaml.getIn(path.slice(0, -1), true)
    const pairs = isCollection(parent) ? parent.items : []
    const pair = pairs.find((item) => isPair(item) && isScalar(item.key) && item.key.value === path.at(-1))
    return isPair(pair) && isScalar(pair.key) ? spanOf(pair.key) : undefined
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'range' in value

const spanOf = ({range}: Node): Span => ({start: range?.[0] ?? 0, end: range?.[1] ?? 0})

function lineOf(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const end = text.indexOf('\n', offset)
  return text.slice(start, end === -1 ? undefined : end).replace(/\r$/, '')
}

function aliasFault(alias: Alias, source: Node | undefined): About | undefined {
  if (source === undefined) {
    return {
      code: 'YAML_ALIAS',
      message: `No anchor "&${alias.source}" comes before this alias`,
      suggestion: 'Write the value out.',
    }
  }
  const [at, around] = [spanOf(alias), spanOf(source)]
  const circular = around.start <= at.start && at.end <= around.end
  return circular
    ? {code: 'YAML_ALIAS', message: 'This alias contains itself', suggestion: 'Write the value out.'}
    : undefined
}

const knownFaults: Record<string, About> = {
  TAB_AS_INDENT: {
    code: 'YAML_TAB',
    message: 'A tab is used for indentation',
    suggestion: 'Indent with spaces.',
  },
  DUPLICATE_KEY: {code: 'DUPLICATE_KEY', message: 'This key is there twice', suggestion: 'Keep one of them.'},
  MULTIPLE_DOCS: {
    code: 'YAML_DOCUMENTS',
    message: 'A second document begins here, and only one is read',
    suggestion: 'Remove the line "---", or move what follows into a file of its own.',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    code: 'YAML_SYNTAX',
    message: 'A value may not hold a second ": "',
    suggestion: 'Put the value in quotes, or its key on a line of its own.',
  },
}

const syntaxFault = (code: string, message: string): About =>
  knownFaults[code] ?? {code: 'YAML_SYNTAX', message}
