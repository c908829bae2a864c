import {nodeHash} from '../hash.js'

export interface Inclusion {
  /** From 0. */
  readonly leaf: number
  readonly size: number
  readonly leafHash: string
  /** The neighbours on the way to the root, nearest first. */
  readonly path: readonly string[]
}

/** The root of a tree with this leaf at this place; nothing when the path is none in a tree of that size. */
export function rootOfInclusion({leaf, size, leafHash, path}: Inclusion): string | undefined {
  if (leaf >= size) return undefined
  let hash = leafHash
  let used = 0
  for (let index = leaf, last = size - 1; last > 0; index = half(index), last = half(last)) {
    if (index === last && index % 2 === 0) continue
    const neighbour = path[used++]
    if (neighbour === undefined) return undefined
    hash = index % 2 === 0 ? nodeHash(hash, neighbour) : nodeHash(neighbour, hash)
  }
  return used === path.length ? hash : undefined
}

const half = (index: number): number => Math.floor(index / 2)
