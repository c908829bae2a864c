import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml'
import type {Path} from './document.js'

export type KeyOrder = (path: Path) => readonly string[]

/** How far down the order a key comes; those that are not named come last. */
export function rankIn(order: readonly string[]): (pair: Pair) => number {
  return ({key}) => {
    const place = order.indexOf(String(isScalar(key) ? key.value : key))
    return place < 0 ? order.length : place
  }
}

/**
 * The text with the keys of its block maps in order. Whole lines move, and with a key the comments right above it: the YAML
 * library hangs some comments on what comes before them, and would leave them behind.
 */
export function reorderKeys(text: string, keyOrder: KeyOrder): string {
  const counter = new LineCounter()
  const document = parseDocument(text, {lineCounter: counter})
  // An anchor must stay before its aliases.
  if (hasAliases(document)) return text
  const file = {lines: text.split('\n'), counter}
  reorderIn(document.contents, [], file, keyOrder)
  return file.lines.join('\n')
}

export function hasAliases(document: Document): boolean {
  let found = false
  visit(document, {
    Alias: () => {
      found = true
      return visit.BREAK
    },
  })
  return found
}

interface Lines {
  readonly lines: string[]
  readonly counter: LineCounter
}

/** Inner maps first: they only move lines within their own. */
function reorderIn(node: unknown, path: Path, file: Lines, keyOrder: KeyOrder): void {
  if (isSeq(node)) {
    for (const [at, item] of node.items.entries()) reorderIn(item, [...path, at], file, keyOrder)
  }
  if (!isMap(node)) return
  for (const {key, value} of node.items) {
    if (isScalar(key)) reorderIn(value, [...path, String(key.value)], file, keyOrder)
  }
  if (!node.flow) reorderMap(node, rankIn(keyOrder(path)), file)
}

function reorderMap(map: YAMLMap, rank: (pair: Pair) => number, file: Lines): void {
  const chunks = chunksOf(map, rank, file)
  const sorted = chunks.toSorted((a, b) => a.rank - b.rank)
  const [first] = chunks
  const [head] = sorted
  if (first === undefined || head === undefined || sorted.every((chunk, at) => chunk === chunks[at])) return
  moveDash(first, head, file)
  const lines = sorted.flatMap(({start, end}) => file.lines.slice(start, end))
  for (const [at, line] of lines.entries()) file.lines[first.start + at] = line
}

interface Place {
  /** The first of the comments above the key, or the key's own line. */
  readonly start: number
  readonly keyLine: number
  readonly keyColumn: number
}

/** A key with its value and the comments above it. */
interface Chunk extends Place {
  readonly rank: number
  /** The line after its last. */
  readonly end: number
}

/** Nothing when a key does not stand on a line of its own. */
function chunksOf(map: YAMLMap, rank: (pair: Pair) => number, file: Lines): readonly Chunk[] {
  const places = map.items.flatMap((pair, at) => placeOf(pair, at === 0, file) ?? [])
  if (places.length < map.items.length) return []
  return map.items.flatMap((pair, at) => {
    const place = places[at]
    if (place === undefined) return []
    const end = places[at + 1]?.start ?? endOf(pair, place.keyColumn, file)
    return [{...place, end, rank: rank(pair)}]
  })
}

/** What stands above the first key is about the map, not about the key. */
function placeOf({key}: Pair, isFirst: boolean, {lines, counter}: Lines): Place | undefined {
  if (!isNode(key) || !key.range) return undefined
  const {line, col} = counter.linePos(key.range[0])
  const [keyLine, keyColumn] = [line - 1, col - 1]
  const before = lines[keyLine]?.slice(0, keyColumn) ?? ''
  if (!(isFirst ? /^ *(?:- +)*$/ : /^ *$/).test(before)) return undefined
  let start = keyLine
  while (!isFirst && start > 0 && isCommentAt(lines[start - 1] ?? '', keyColumn)) start--
  return {start, keyLine, keyColumn}
}

/** The line after the value and the comments that are indented below its key. */
function endOf({key, value}: Pair, keyColumn: number, {lines, counter}: Lines): number {
  const range = (isNode(value) ? value.range : undefined) ?? (isNode(key) ? key.range : undefined)
  let end = counter.linePos(Math.max(0, (range?.[1] ?? 1) - 1)).line
  while (end < lines.length && isDeeperComment(lines[end] ?? '', keyColumn)) end++
  return end
}

const isCommentAt = (line: string, column: number): boolean =>
  line.trim() === '' || (line.search(/\S/) === column && line[column] === '#')

const isDeeperComment = (line: string, column: number): boolean =>
  /^\s*#/.test(line) && line.search(/\S/) > column

/** The dash of a list item stays in front of whatever key comes first; comments about that key go above it. */
function moveDash(first: Place, head: Place, {lines}: Lines): void {
  const from = lines[first.keyLine] ?? ''
  const indent = from.slice(0, first.keyColumn)
  if (!indent.includes('-')) return
  const to = lines[head.keyLine] ?? ''
  lines[first.keyLine] = ' '.repeat(indent.length) + from.slice(first.keyColumn)
  lines[head.keyLine] = indent + to.slice(head.keyColumn)
}
