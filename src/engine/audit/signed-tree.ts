import {isCheckpointSigned, readCheckpoint} from '../../ledger/checkpoint/checkpoint.js'
import {sealEntry} from '../../ledger/entry.js'
import {noHash} from '../../ledger/hash.js'
import {CompactRange} from '../../ledger/merkle/compact-range.js'
import type {Subtree} from '../../ledger/merkle/subtree.js'
import type {Checkpoint} from '../../model/audit.js'
import type {Store, StoredCheckpoint, StoredEntry} from '../../store/store.js'
import {brokenLedger, type LedgerIdentity} from './ledger-identity.js'

/** The tree of a ledger, gone on with from its last checkpoint: no entry enters it that does not follow the one before. */
export class SignedTree {
  /** The subtrees that it has made whole since. */
  private readonly grown: Subtree[] = []

  private constructor(
    private readonly store: Store,
    private readonly tree: CompactRange,
    private prev: string,
  ) {}

  static async resume(store: Store, ledger: LedgerIdentity): Promise<SignedTree> {
    const last = await store.lastCheckpoint()
    if (last === undefined) return new SignedTree(store, CompactRange.empty(), noHash)
    const tree = CompactRange.resume(last.size, last.frontier)
    if (tree === undefined || tree.root() !== statedBy(last, ledger).root)
      throw brokenLedger(`its checkpoint of ${last.size} entries does not go on as it ends`)
    const [entry] = await entriesOf(store, last.size - 1, last.size)
    if (entry === undefined) throw brokenLedger(`it was cut, and has no ${last.size} entries any more`)
    return new SignedTree(store, tree, entry.hash)
  }

  get size(): number {
    return this.tree.size
  }

  get root(): string {
    return this.tree.root()
  }

  get frontier(): readonly string[] {
    return this.tree.frontier
  }

  get subtrees(): readonly Subtree[] {
    return this.grown
  }

  async extend(upTo: number): Promise<void> {
    for await (const entry of this.store.entries({after: this.size, upTo})) this.append(entry)
    if (this.size < upTo) throw brokenLedger(`entries after ${this.size} are missing`)
  }

  private append(entry: StoredEntry): void {
    const {seq, atMs, kind, sessionId, body, hash} = entry
    const isNext = seq === this.size + 1
    if (!isNext || sealEntry({seq, atMs, kind, sessionId, body, prev: this.prev}) !== hash)
      throw brokenLedger(`entry ${seq} is not the one that was recorded after entry ${this.size}`)
    const whole = this.tree.append(hash)
    if (whole !== undefined) this.grown.push(whole)
    this.prev = hash
  }
}

/** What a checkpoint of this ledger states: one that it did not sign states nothing. */
export function statedBy({size, note}: StoredCheckpoint, ledger: LedgerIdentity): Checkpoint {
  const checkpoint = readCheckpoint(note)
  const isOwn = checkpoint?.origin === ledger.origin && checkpoint.size === size
  if (isOwn && isCheckpointSigned(checkpoint, ledger.public_key)) return checkpoint
  throw brokenLedger(`it did not sign its checkpoint of ${size} entries`)
}

async function entriesOf(store: Store, after: number, upTo: number): Promise<StoredEntry[]> {
  const entries: StoredEntry[] = []
  for await (const entry of store.entries({after, upTo})) entries.push(entry)
  return entries
}
