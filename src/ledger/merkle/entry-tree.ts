import {type EntryParts, sealEntry} from '../entry.js'
import {CompactRange} from './compact-range.js'
import type {Subtree} from './subtree.js'

/** Where a tree of entries stands, in plain values: another thread can go on from there. */
export interface TreeState {
  readonly size: number
  /** The roots of its largest whole subtrees, left to right. */
  readonly frontier: readonly string[]
  /** The hash of its last entry. */
  readonly last: string
}

/** What a tree has grown by. */
export interface Growth {
  readonly state: TreeState
  /** The subtrees that became whole. */
  readonly subtrees: readonly Subtree[]
}

/** An entry with the hash that it was recorded with. */
export type HashedEntry = Omit<EntryParts, 'prev'> & {readonly hash: string}

/** A tree of entries that takes none which does not follow the one before. */
export class EntryTree {
  private readonly grown: Subtree[] = []

  private constructor(
    private readonly range: CompactRange,
    private last: string,
  ) {}

  /** Nothing when the state is that of no tree. */
  static resume({size, frontier, last}: TreeState): EntryTree | undefined {
    const range = CompactRange.resume(size, frontier)
    return range && new EntryTree(range, last)
  }

  get size(): number {
    return this.range.size
  }

  get growth(): Growth {
    const {size, frontier} = this.range
    return {state: {size, frontier, last: this.last}, subtrees: this.grown}
  }

  /** Whether it was the next one; if not, it is not in. */
  append({seq, atMs, kind, sessionId, body, hash}: HashedEntry): boolean {
    const isNext = seq === this.size + 1
    if (!isNext || sealOf({seq, atMs, kind, sessionId, body, prev: this.last}) !== hash) return false
    const whole = this.range.append(hash)
    if (whole !== undefined) this.grown.push(whole)
    this.last = hash
    return true
  }
}

/** Nothing for what can't be written as an entry: a time beyond all years. */
function sealOf(parts: EntryParts): string | undefined {
  try {
    return sealEntry(parts)
  } catch {
    return undefined
  }
}
