import {emptyRoot, isHash, nodeHash} from '../hash.js'
import {type Subtree, subtreeHeight, subtreeLeaves} from './subtree.js'

/**
 * A Merkle tree (RFC 6962) that only grows: of all leaves it keeps the roots of the largest whole subtrees, one for each
 * bit of its size.
 */
export class CompactRange {
  private constructor(
    private leaves: number,
    private readonly roots: string[],
  ) {}

  static empty(): CompactRange {
    return new CompactRange(0, [])
  }

  /** Goes on where another one was when it had this size and frontier; nothing when the two don't belong together. */
  static resume(size: number, frontier: readonly string[]): CompactRange | undefined {
    const fits = frontier.length === wholeSubtrees(size) && frontier.every(isHash)
    return fits ? new CompactRange(size, [...frontier]) : undefined
  }

  get size(): number {
    return this.leaves
  }

  /** The roots of its whole subtrees, left to right. */
  get frontier(): readonly string[] {
    return [...this.roots]
  }

  /** Gives the subtree that it makes whole, if it does. */
  append(leafHash: string): Subtree | undefined {
    let hash = leafHash
    let height = 0
    let whole: Subtree | undefined
    // As in counting: each bit that is set has a subtree, which the carry takes along.
    for (let rest = this.leaves; rest % 2 === 1; rest = (rest - 1) / 2) {
      hash = nodeHash(this.roots.pop() ?? '', hash)
      height++
      if (height === subtreeHeight) whole = {number: (this.leaves + 1) / subtreeLeaves, root: hash}
    }
    this.roots.push(hash)
    this.leaves++
    return whole
  }

  root(): string {
    const last = this.roots.at(-1)
    if (last === undefined) return emptyRoot
    return this.roots.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last)
  }
}

/** How many bits of a number are set. Sizes may be beyond 32 bits. */
function wholeSubtrees(size: number): number {
  let count = 0
  for (let rest = size; rest >= 1; rest = Math.floor(rest / 2)) count += rest % 2
  return count
}
