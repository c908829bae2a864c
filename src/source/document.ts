import {
  type Alias,
  Document,
  isMap,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  type Scalar,
  visit,
  type YAMLMap,
} from 'yaml'
import {
  type About,
  aliasFault,
  keyFault,
  oldVersion,
  refusedText,
  type Span,
  spanOf,
  tooDeep,
  tooManyAliases,
} from './faults.js'
import {parseYaml} from './parse-yaml.js'
import {firstProblems, inFileOrder, type Problem, printable} from './problem.js'
import {placeInSource} from './scalar-text.js'
import {bareTags, type LibraryFault, syntaxFault} from './syntax-fault.js'

export type {About}

export type Path = readonly PropertyKey[]

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
  /** A problem at a part of the text a path leads to, given as offsets into what that text says. */
  problemInText(path: Path, start: number, end: number, about: About): Problem
  /** A problem at a part of the text. */
  problemAtSpan(start: number, end: number, about: About): Problem
  /** The line a path's value begins on. */
  lineAt(path: Path): number
  /** A path's value as it stands in the file, with its quotes; nothing when it is not there. */
  sourceAt(path: Path): string | undefined
}

/** Reads a text; whatever is wrong with it ends in `problems`, never in an exception. */
export function readDocument(file: string, text: string): SourceDocument {
  const lines = new LineCounter()
  const refused = refusedText(text)
  const parsed = parseYaml(refused === undefined ? text : '', lines)
  if ('yaml' in parsed)
    return new YamlSource(file, text, parsed.yaml, lines, refused && {about: refused, at: 0})
  return new YamlSource(file, text, new Document(), lines, {about: tooDeep, at: parsed.deepAt})
}

/** More of them than any file a person wrote has. */
const mostAliases = 100

interface Expanded {
  value?: unknown
  problems: readonly Problem[]
}

class YamlSource implements SourceDocument {
  readonly problems: readonly Problem[]
  readonly value: unknown
  private readonly pairs = new WeakMap<YAMLMap, Map<unknown, Pair>>()

  constructor(
    readonly file: string,
    readonly text: string,
    private readonly yaml: Document,
    private readonly lines: LineCounter,
    refused: {readonly about: About; readonly at: number} | undefined,
  ) {
    const {value, problems}: Expanded =
      refused === undefined
        ? this.expand()
        : {problems: [this.at({start: refused.at, end: refused.at}, refused.about)]}
    this.value = value
    this.problems = firstProblems(problems)
  }

  problemAtValue(path: Path, about: About): Problem {
    return this.at(this.valueSpan(path), about)
  }

  problemAtKey(path: Path, about: About): Problem {
    return this.at(this.keySpan(path) ?? this.valueSpan(path), about)
  }

  problemInText(path: Path, start: number, end: number, about: About): Problem {
    const node = this.yaml.getIn(path, true)
    if (!isText(node) || !isNode(node)) return this.problemAtValue(path, about)
    const place = placeInSource(textOf(node), this.text.slice(...rangeOf(node)), start, end)
    const from = spanOf(node).start
    return this.at({start: from + place.start, end: from + place.end}, about)
  }

  problemAtSpan(start: number, end: number, about: About): Problem {
    return this.at({start, end}, about)
  }

  lineAt(path: Path): number {
    return this.lines.linePos(this.valueSpan(path).start).line || 1
  }

  sourceAt(path: Path): string | undefined {
    const node = this.yaml.getIn(path, true)
    return isNode(node) ? this.text.slice(...rangeOf(node)) : undefined
  }

  private at(span: Span, {severity = 'error', code, message, suggestion}: About): Problem {
    const {line, col} = span.start === 0 ? {line: 1, col: 1} : this.lines.linePos(span.start)
    const excerpt = lineOf(this.text, span.start)
    const length = Math.max(1, Math.min(span.end - span.start, excerpt.length - col + 1))
    // A stranger's key stands in the message, and a message ends on a terminal.
    const said = {code, message: printable(message), file: this.file, line, column: col, length, excerpt}
    const problem: Problem = {severity, ...said}
    return suggestion === undefined ? problem : {...problem, suggestion: printable(suggestion)}
  }

  private syntaxProblems(): readonly Problem[] {
    if (this.yaml.directives?.yaml.version === '1.1') return [this.at(versionSpan(this.text), oldVersion)]
    const faults = withoutEchoes([...this.yaml.errors, ...this.yaml.warnings])
    const said =
      faults.length > 0 ? faults.map((fault) => syntaxFault(this.text, fault)) : bareTags(this.text)
    if (said.length === 0) return this.structureProblems()
    return inFileOrder(said.map(({about, span}) => this.at(span, about)))
  }

  private structureProblems(): Problem[] {
    const maps: YAMLMap[] = []
    visit(this.yaml, {Map: (_, map) => void maps.push(map)})
    const problems = maps.flatMap((map) => this.keyProblems(map))
    const aliases = this.aliases()
    // To resolve one costs a walk through the document: what is refused anyway is not walked for.
    if (aliases.length > mostAliases) return [this.tooManyAliases()]
    return inFileOrder([...problems, ...aliases.flatMap((alias) => this.aliasProblems(alias))])
  }

  private aliases(): readonly Alias[] {
    const aliases: Alias[] = []
    visit(this.yaml, {Alias: (_, alias) => void aliases.push(alias)})
    return aliases
  }

  private tooManyAliases(): Problem {
    const [first] = this.aliases()
    return this.at(first === undefined ? {start: 0, end: 0} : spanOf(first), tooManyAliases)
  }

  private aliasProblems(alias: Alias): Problem[] {
    const about = aliasFault(alias.source, spanOf(alias), alias.resolve(this.yaml))
    return about === undefined ? [] : [this.at(spanOf(alias), about)]
  }

  private keyProblems(map: YAMLMap): Problem[] {
    const seen = new Set<unknown>()
    return map.items.flatMap(({key}) => {
      const about = keyFault(isScalar(key) ? key.value : undefined, seen)
      return about === undefined ? [] : [this.at(isNode(key) ? spanOf(key) : spanOf(map), about)]
    })
  }

  /** The value, unless a small file would grow into a huge one. */
  private expand(): Expanded {
    try {
      const problems = this.syntaxProblems()
      return problems.length > 0
        ? {problems}
        : {value: this.yaml.toJS({maxAliasCount: mostAliases}), problems}
    } catch (error) {
      if (error instanceof ReferenceError) return {problems: [this.tooManyAliases()]}
      if (error instanceof RangeError) return {problems: [this.at({start: 0, end: 0}, tooDeep)]}
      throw error
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
    const pair = isMap(parent) ? this.pairsOf(parent).get(path.at(-1)) : undefined
    return isScalar(pair?.key) ? spanOf(pair.key) : undefined
  }

  /** Found by key once for all: a file of nothing but unknown keys must not cost a search for each. */
  private pairsOf(map: YAMLMap): Map<unknown, Pair> {
    const known = this.pairs.get(map)
    if (known !== undefined) return known
    const pairs = new Map(map.items.map((pair) => [isScalar(pair.key) ? pair.key.value : pair.key, pair]))
    this.pairs.set(map, pairs)
    return pairs
  }
}

function versionSpan(text: string): Span {
  const {index, 0: line} = /^%YAML.*$/m.exec(text) ?? {index: 0, 0: ''}
  return {start: index, end: index + line.length}
}

const standAlone = new Set(['TAB_AS_INDENT', 'MULTIPLE_DOCS'])

/** Where the syntax is broken, all that follows looks broken too: only the first says something. */
function withoutEchoes(faults: readonly LibraryFault[]): readonly LibraryFault[] {
  const inOrder = faults.toSorted((a, b) => a.pos[0] - b.pos[0])
  const first = inOrder.find(({code}) => !standAlone.has(code))
  return inOrder.filter((fault) => standAlone.has(fault.code) || fault === first)
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'range' in value

const isText = (node: unknown): node is Scalar<string> => isScalar(node) && typeof node.value === 'string'

const textOf = ({value, type = 'PLAIN'}: Scalar<string>): {value: string; type: Scalar.Type} => ({
  value,
  type: type as Scalar.Type,
})

const rangeOf = (node: Node): [number, number] => [spanOf(node).start, spanOf(node).end]

function lineOf(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const end = text.indexOf('\n', offset)
  return text.slice(start, end === -1 ? undefined : end).replace(/\r$/, '')
}
