import {isDeepStrictEqual} from 'node:util'
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  Scalar,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import type {Path} from './document.js'
import {inStyleOf} from './edit.js'
import {hasAliases, type KeyOrder, rankIn, reorderKeys} from './reorder.js'
import {commentsIn, placeComments} from './trailing-comments.js'

/** What a formatted file looks like beyond what YAML itself says. */
export interface Format {
  /** The order of the keys of the map under a path; keys that are not named come after those, as they stand. */
  readonly keyOrder: KeyOrder
  /** Whether the keys of the map under a path stand together, without empty lines. */
  isTight(path: Path): boolean
  /** What to write for the text under a path, or nothing to leave it as it is. */
  rewrite(path: Path, text: WrittenText): Rewritten | undefined
}

type Style = 'plain' | 'quoted' | 'block'

export interface WrittenText {
  readonly value: string
  readonly style: Style
  /** As its author broke it into lines, without their indentation. */
  readonly lines: readonly string[]
}

/** A few rounds settle where each comment belongs; a text that does not settle is no form. */
const mostRounds = 5

/** A text to write, quoted or as a block of lines. */
export interface Rewritten {
  readonly value: string
  readonly style: 'quoted' | 'block'
}

/** The text in its one form: same values, same comments, same line ends. It must be readable: see `readDocument`. */
export function formatText(text: string, format: Format): string {
  const lines = text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n')
  const formatted = settled(lines, format)
  return formatted === undefined || !sameComments(lines, formatted)
    ? text
    : inStyleOf(text, placeComments(formatted, lines))
}

function settled(text: string, format: Format): string | undefined {
  let formatted = print(reorderKeys(text, format.keyOrder), format)
  for (let round = 0; round < mostRounds; round++) {
    const next = print(reorderKeys(formatted, format.keyOrder), format)
    if (next === formatted) return formatted
    formatted = next
  }
  return undefined
}

const sameComments = (before: string, after: string): boolean =>
  isDeepStrictEqual(commentsIn(before).toSorted(), commentsIn(after).toSorted())

function print(text: string, format: Format): string {
  const document = parseDocument(text)
  if (isNode(document.contents))
    formatNode(document.contents, [], {text, format, mayMove: !hasAliases(document)})
  tidyComments(document)
  return document.toString({lineWidth: 0, flowCollectionPadding: false})
}

interface Job {
  readonly text: string
  readonly format: Format
  readonly mayMove: boolean
}

function formatNode(node: Node, path: Path, job: Job): void {
  if (isScalar(node)) formatScalar(node, path, job)
  if (isSeq(node)) formatList(node, path, job)
  if (isMap(node)) formatMap(node, path, job)
}

function formatList({items}: YAMLSeq, path: Path, job: Job): void {
  const quoted = items.filter(isQuoted)
  for (const [at, item] of items.entries()) {
    if (isNode(item)) formatNode(item, [...path, at], job)
  }
  // A list whose author put all in quotes would lose them around some.
  if (!quoted.some(isQuoted)) return
  for (const item of quoted) item.type = quotesFor(String(item.value))
}

const isQuoted = (node: unknown): node is Scalar => isScalar(node) && styleOf(node) === 'quoted'

function formatMap(map: YAMLMap, path: Path, job: Job): void {
  for (const {key, value} of map.items) {
    if (isScalar(key)) requote(key)
    if (isScalar(key) && job.format.isTight(path)) key.spaceBefore = false
    if (isScalar(key) && isNode(value)) formatNode(value, [...path, String(key.value)], job)
  }
  if (!map.flow || !job.mayMove) return
  const rank = rankIn(job.format.keyOrder(path))
  map.items.sort((a, b) => rank(a) - rank(b))
}

function formatScalar(scalar: Scalar, path: Path, {text, format}: Job): void {
  if (typeof scalar.value !== 'string') return
  const written: WrittenText = {
    value: scalar.value,
    style: styleOf(scalar),
    lines: linesOf(text.slice(...(scalar.range ?? [0, 0])), styleOf(scalar)),
  }
  const rewritten = format.rewrite(path, written)
  if (rewritten === undefined) {
    requote(scalar)
    return
  }
  scalar.value = rewritten.value
  scalar.type = rewritten.style === 'block' ? Scalar.BLOCK_LITERAL : quotesFor(rewritten.value)
}

function styleOf({type}: Scalar): Style {
  if (type === Scalar.BLOCK_FOLDED || type === Scalar.BLOCK_LITERAL) return 'block'
  return type === Scalar.QUOTE_DOUBLE || type === Scalar.QUOTE_SINGLE ? 'quoted' : 'plain'
}

function linesOf(source: string, style: Style): readonly string[] {
  const lines = source.split(/\r?\n/)
  if (style !== 'block') return lines.map((line) => line.trim())
  const content = lines.slice(1)
  const indents = content.filter((line) => line.trim() !== '').map((line) => line.search(/\S/))
  return content.map((line) => line.slice(Math.min(...indents)))
}

/** Words that are no text to some readers of YAML, even if they are to this one. */
const notText = /^(?:true|false|null|yes|no|on|off|y|n)$/i
const needsNoQuotes = /^[A-Za-z_][\w./-]*$/

/** No quotes around a simple word; double ones around the rest, unless single ones save escaping. */
function requote(scalar: Scalar): void {
  const {value} = scalar
  if (typeof value !== 'string' || styleOf(scalar) !== 'quoted') return
  scalar.type = needsNoQuotes.test(value) && !notText.test(value) ? Scalar.PLAIN : quotesFor(value)
}

const quotesFor = (value: string): Scalar.Type =>
  /["\\]/.test(value) && !/['\p{Cc}]/u.test(value) ? Scalar.QUOTE_SINGLE : Scalar.QUOTE_DOUBLE

/** At most one empty line anywhere. */
function tidyComments(document: Document): void {
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node) || isCollection(node) || isScalar(node)) tidy(node)
    },
  })
  tidy(document)
}

function tidy(node: {comment?: string | null; commentBefore?: string | null}): void {
  if (node.comment) node.comment = withoutGaps(node.comment)
  if (node.commentBefore) node.commentBefore = withoutGaps(node.commentBefore)
}

const withoutGaps = (comment: string): string => comment.replaceAll(/\n{3,}/g, '\n\n').replace(/\n+$/, '\n')

const isNode = (value: unknown): value is Node => isScalar(value) || isCollection(value) || isAlias(value)
