import type {ArgPath, Segment} from './arg-path.js'
import {type Change, removed} from './change.js'
import {isPlainMap, type PlainMap} from './plain-map.js'
import {SanitizeFailure} from './sanitize-failure.js'

/** Where to change what; `creates` when it is to be there afterwards whether it was before or not. */
export interface ArgChange {
  readonly path: ArgPath
  readonly change: Change
  readonly creates: boolean
}

/**
 * The value with its parts under the path changed; what has no such part stays the same object. A name met at a list
 * means that name in each of its items: that an agent sends two messages and not one must not get a secret through.
 */
export function changeAt(value: unknown, arg: ArgChange, depth = 0): unknown {
  const segment = arg.path[depth]
  if (segment === undefined) return arg.change(value)
  if (value === undefined || value === null) return arg.creates ? created(segment, arg, depth) : value
  if (Array.isArray(value)) return changeInList(value, segment, arg, depth)
  if (isPlainMap(value)) return changeInMap(value, segment, arg, depth)
  throw new SanitizeFailure(`there is no ${segmentText(segment)} in what is not a list or a map`)
}

function changeInList(list: readonly unknown[], segment: Segment, arg: ArgChange, depth: number): unknown {
  if (segment.kind === 'key') return changeInItems(list, segment, arg, depth)
  const within = segment.kind === 'each' || segment.index < list.length
  if (!within && arg.creates) throw new SanitizeFailure(`there is no item ${segmentText(segment)}`)
  if (!within) return list
  const positions = segment.kind === 'each' ? list.keys() : [segment.index]
  return listWith(list, positions, (item) => changeAt(item, arg, depth + 1))
}

function changeInItems(list: readonly unknown[], segment: Segment, arg: ArgChange, depth: number): unknown {
  // A rule that sets a value promises that it is there afterwards.
  if (list.length === 0 && arg.creates)
    throw new SanitizeFailure(`there is no ${segmentText(segment)} in an empty list`)
  return listWith(list, list.keys(), (item) => changeAt(item, arg, depth))
}

function listWith(
  list: readonly unknown[],
  positions: Iterable<number>,
  change: (item: unknown) => unknown,
): readonly unknown[] {
  const changed = [...list]
  for (const position of positions) changed[position] = change(list[position])
  if (changed.every((item, position) => item === list[position])) return list
  return changed.filter((item) => item !== removed)
}

function changeInMap(map: PlainMap, segment: Segment, arg: ArgChange, depth: number): unknown {
  const keys = segment.kind === 'each' ? Object.keys(map) : keysLike(map, keyOf(segment))
  if (keys.length === 0 && segment.kind !== 'each' && arg.creates) {
    return mapWith(map, [[keyOf(segment), changeAt(undefined, arg, depth + 1)]])
  }
  const changes = keys.map((key): [string, unknown] => [key, changeAt(map[key], arg, depth + 1)])
  return changes.every(([key, value]) => map[key] === value) ? map : mapWith(map, changes)
}

// Built from entries and never by assignment: a key named `__proto__` must stay a key.
function mapWith(map: PlainMap, changes: readonly [string, unknown][]): PlainMap {
  const entries = new Map([...Object.entries(map), ...changes])
  return Object.fromEntries([...entries].filter(([, value]) => value !== removed))
}

/** `Authorization` is meant by `authorization`: whoever reads the headers thinks so too. */
function keysLike(map: PlainMap, key: string): string[] {
  const wanted = key.toLowerCase()
  return Object.keys(map).filter((each) => each.toLowerCase() === wanted)
}

const keyOf = (segment: Segment): string => (segment.kind === 'key' ? segment.key : segmentText(segment))

function created(segment: Segment, arg: ArgChange, depth: number): unknown {
  if (segment.kind !== 'key') throw new SanitizeFailure(`there is no item ${segmentText(segment)}`)
  return mapWith({}, [[segment.key, changeAt(undefined, arg, depth + 1)]])
}

function segmentText(segment: Segment): string {
  if (segment.kind === 'each') return '*'
  return segment.kind === 'key' ? JSON.stringify(segment.key) : String(segment.index)
}
