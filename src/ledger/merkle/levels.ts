import {emptyRoot, nodeHash} from '../hash.js'

/**
 * All nodes of a Merkle tree (RFC 6962), level by level from its leaves to its root. A node without a neighbour goes up a
 * level as it is: that gives the same tree as dividing it at the largest power of two.
 */
export class Levels {
  private readonly levels: readonly (readonly string[])[]

  /** The leaves may be subtrees: all of the same size, but for the last, which may be smaller. */
  constructor(leaves: readonly string[]) {
    const levels = [leaves]
    for (let level = leaves; level.length > 1; levels.push(level)) level = above(level)
    this.levels = levels
  }

  get root(): string {
    return this.levels.at(-1)?.[0] ?? emptyRoot
  }

  /** The neighbours on the way from a leaf to the root, nearest first. */
  path(leaf: number): string[] {
    return this.levels.flatMap((level, height) => level[neighbour(Math.floor(leaf / 2 ** height))] ?? [])
  }

  /** What shows that the tree of the first so many leaves is the beginning of this one. */
  consistencyPath(size: number): string[] {
    if (size === 0 || size === this.levels[0]?.length) return []
    let [index, height] = [size - 1, 0]
    for (; index % 2 === 1; index = (index - 1) / 2) height++
    // The last whole subtree of the smaller tree; where it is all of that, its hash is known.
    const start = index === 0 ? [] : [this.levels[height]?.[index] ?? '']
    const above = this.levels.slice(height)
    return [...start, ...above.flatMap((level, by) => level[neighbour(Math.floor(index / 2 ** by))] ?? [])]
  }
}

const neighbour = (index: number): number => (index % 2 === 0 ? index + 1 : index - 1)

function above(level: readonly string[]): readonly string[] {
  const nodes: string[] = []
  for (let at = 0; at < level.length; at += 2) {
    const [left = '', right] = [level[at], level[at + 1]]
    nodes.push(right === undefined ? left : nodeHash(left, right))
  }
  return nodes
}
