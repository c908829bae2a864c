import {entryText} from '../../ledger/entry.js'
import {noHash} from '../../ledger/hash.js'
import {CompactRange} from '../../ledger/merkle/compact-range.js'
import {Levels} from '../../ledger/merkle/levels.js'
import type {Store, StoredEntry} from '../../store/store.js'

/** So many entries are one leaf of what is kept in memory: a path is their part of the tree, and that above it. */
const leavesOfOne = 256

/** An entry with what shows that it is in the ledger. */
export interface ProvenEntry {
  readonly stored: StoredEntry
  /** Its canonical bytes. */
  readonly text: string
  /** The neighbours' hashes on the way to the root, nearest first. */
  readonly path: readonly string[]
}

/** The whole tree of a ledger, of which only the roots of subtrees are kept; the entries of one are read when asked for. */
export class Subtrees {
  private readonly above: Levels
  private current:
    | {readonly index: number; readonly entries: StoredEntry[]; readonly levels: Levels}
    | undefined

  private constructor(
    private readonly store: Pick<Store, 'entries'>,
    readonly size: number,
    roots: readonly string[],
    /** The hashes of the last entry before each. */
    private readonly before: readonly string[],
  ) {
    this.above = new Levels(roots)
  }

  static async read(store: Pick<Store, 'entries' | 'hashes'>, size: number): Promise<Subtrees> {
    const [roots, before]: [string[], string[]] = [[], [noHash]]
    let tree = CompactRange.empty()
    for await (const page of store.hashes(size))
      for (const hash of page) {
        tree.append(hash)
        if (tree.size < leavesOfOne) continue
        roots.push(tree.root())
        before.push(hash)
        tree = CompactRange.empty()
      }
    if (tree.size > 0) roots.push(tree.root())
    return new Subtrees(store, size, roots, before)
  }

  get root(): string {
    return this.above.root
  }

  /** Nothing when it is not there. */
  async prove(seq: number): Promise<ProvenEntry | undefined> {
    const at = (seq - 1) % leavesOfOne
    const {entries, index, levels} = await this.subtreeOf(seq)
    const stored = entries[at]
    if (stored?.seq !== seq) return undefined
    const prev = (at === 0 ? this.before[index] : entries[at - 1]?.hash) ?? noHash
    return {stored, text: entryText({...stored, prev}), path: [...levels.path(at), ...this.above.path(index)]}
  }

  private async subtreeOf(seq: number): Promise<NonNullable<typeof this.current>> {
    const index = Math.floor((seq - 1) / leavesOfOne)
    if (this.current?.index === index) return this.current
    const entries: StoredEntry[] = []
    const [after, upTo] = [index * leavesOfOne, Math.min((index + 1) * leavesOfOne, this.size)]
    for await (const entry of this.store.entries({after, upTo})) entries.push(entry)
    this.current = {index, entries, levels: new Levels(entries.map(({hash}) => hash))}
    return this.current
  }
}
