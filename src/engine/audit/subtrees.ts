import {type EntryParts, entryText} from '../../ledger/entry.js'
import {isHash, leafHash, noHash} from '../../ledger/hash.js'
import {CompactRange} from '../../ledger/merkle/compact-range.js'
import {Levels} from '../../ledger/merkle/levels.js'
import {type Subtree, subtreeLeaves} from '../../ledger/merkle/subtree.js'
import type {Checkpoint} from '../../model/audit.js'
import type {Store, StoredEntry} from '../../store/store.js'
import {brokenLedger} from './ledger-identity.js'

/** An entry with what shows that it is in the ledger. */
export interface ProvenEntry {
  readonly stored: StoredEntry
  /** Its canonical bytes. */
  readonly text: string
  /** The neighbours' hashes on the way to the root, nearest first. */
  readonly path: readonly string[]
}

type Leaves = Pick<Store, 'hashes'>

interface OpenSubtree {
  readonly index: number
  /** The hash of the entry before its first one. */
  readonly before: string
  readonly hashes: readonly string[]
  readonly levels: Levels
}

/** The tree that a checkpoint states. Of its subtrees only the roots are in memory; the hashes in one are read when asked for. */
export class Subtrees {
  private readonly above: Levels
  private current: OpenSubtree | undefined

  private constructor(
    private readonly store: Leaves,
    readonly size: number,
    private readonly roots: readonly string[],
  ) {
    this.above = ofHashes(() => new Levels(roots))
  }

  /** Throws where the entries are not those that the checkpoint states. */
  static async read(
    store: Leaves & Pick<Store, 'subtrees'>,
    {size, root}: Pick<Checkpoint, 'size' | 'root'>,
  ): Promise<Subtrees> {
    const kept = (await keptRoots(store)).slice(0, Math.floor(size / subtreeLeaves))
    const tree = new Subtrees(store, size, [...kept, ...(await rootsAfter(store, kept.length, size))])
    if (tree.above.root === root) return tree
    // What is kept may be wrong where the entries are not: verifying tells which it is.
    const whole = new Subtrees(store, size, await rootsAfter(store, 0, size))
    if (whole.above.root === root) return whole
    throw brokenLedger(`its entries are not those that its checkpoint of ${size} entries states`)
  }

  /** Throws where the entry is not the one that is there. */
  async prove(stored: StoredEntry): Promise<ProvenEntry> {
    const {index, before, hashes, levels} = await this.subtreeOf(stored.seq)
    const at = (stored.seq - 1) % subtreeLeaves
    const text = textOf({...stored, prev: hashes[at - 1] ?? before})
    if (text === undefined || leafHash(text) !== hashes[at]) throw misplaced(stored.seq)
    return {stored, text, path: [...levels.path(at), ...this.above.path(index)]}
  }

  private async subtreeOf(seq: number): Promise<OpenSubtree> {
    const index = Math.floor((seq - 1) / subtreeLeaves)
    if (this.current?.index === index) return this.current
    const first = index * subtreeLeaves
    const upTo = Math.min(first + subtreeLeaves, this.size)
    const before = index === 0 ? noHash : (await hashesOf(this.store, first - 1, first))[0]
    const hashes = await hashesOf(this.store, first, upTo)
    const levels = ofHashes(() => new Levels(hashes))
    if (before === undefined || levels.root !== this.roots[index]) throw misplaced(seq)
    this.current = {index, before, hashes, levels}
    return this.current
  }
}

/** What is missing before a size, of the subtrees that are kept. */
export async function missingSubtrees(
  store: Leaves & Pick<Store, 'subtrees'>,
  size: number,
): Promise<readonly Subtree[]> {
  const first = (await keptRoots(store)).length
  const upTo = Math.floor(size / subtreeLeaves) * subtreeLeaves
  const roots = await rootsAfter(store, first, upTo)
  return roots.map((root, at) => ({number: first + at + 1, root}))
}

/** From the first one on, as far as there is none missing. */
async function keptRoots(store: Pick<Store, 'subtrees'>): Promise<readonly string[]> {
  const kept = (await store.subtrees()).filter(({number}) => number > 0)
  const end = kept.findIndex(({number, root}, at) => number !== at + 1 || !isHash(root))
  return kept.slice(0, end === -1 ? undefined : end).map(({root}) => root)
}

/** Those of the subtrees after so many, the last of which may not be whole. */
async function rootsAfter(store: Leaves, count: number, size: number): Promise<readonly string[]> {
  const roots: string[] = []
  let tree = CompactRange.empty()
  for await (const page of store.hashes({after: count * subtreeLeaves, upTo: size}))
    for (const hash of page) {
      const whole = ofHashes(() => tree.append(hash))
      if (whole === undefined) continue
      roots.push(whole.root)
      tree = CompactRange.empty()
    }
  if (tree.size > 0) roots.push(ofHashes(() => tree.root()))
  return roots
}

async function hashesOf(store: Leaves, after: number, upTo: number): Promise<readonly string[]> {
  const hashes: string[] = []
  for await (const page of store.hashes({after, upTo})) hashes.push(...page)
  return hashes
}

/** What somebody wrote in the place of a hash makes no tree. */
function ofHashes<Result>(make: () => Result): Result {
  try {
    return make()
  } catch (cause) {
    throw cause instanceof RangeError ? brokenLedger('the hash of an entry is none', cause) : cause
  }
}

/** Nothing for what can't be written as an entry: a time beyond all years. */
function textOf(parts: EntryParts): string | undefined {
  try {
    return entryText(parts)
  } catch {
    return undefined
  }
}

const misplaced = (seq: number) => brokenLedger(`entry ${seq} is not the one that was recorded there`)
