import {isCheckpointSigned, readCheckpoint} from '../../ledger/checkpoint/checkpoint.js'
import {noHash} from '../../ledger/hash.js'
import {CompactRange} from '../../ledger/merkle/compact-range.js'
import type {TreeState} from '../../ledger/merkle/entry-tree.js'
import type {Subtree} from '../../ledger/merkle/subtree.js'
import type {Checkpoint} from '../../model/audit.js'
import type {Head, Store, StoredCheckpoint, StoredEntry} from '../../store/store.js'
import {brokenLedger, type LedgerIdentity} from './ledger-identity.js'

/** While one signs nobody can write: no more than this is read then, a few milliseconds' worth. */
const fewEntries = 512

/** The tree of a ledger, gone on with from its last checkpoint: no entry enters it that does not follow the one before. */
export class SignedTree {
  /** The subtrees that it has made whole since. */
  readonly subtrees: Subtree[] = []

  private constructor(
    private readonly store: Store,
    private state: TreeState,
  ) {}

  static async resume(store: Store, ledger: LedgerIdentity): Promise<SignedTree> {
    const checkpoint = await store.lastCheckpoint()
    if (checkpoint === undefined) return new SignedTree(store, {size: 0, frontier: [], last: noHash})
    const {size, frontier} = checkpoint
    if (CompactRange.resume(size, frontier)?.root() !== statedBy(checkpoint, ledger).root)
      throw brokenLedger(`its checkpoint of ${size} entries does not go on as it ends`)
    const entry = await entryAt(store, size)
    if (entry === undefined) throw brokenLedger(`it was cut, and has no ${size} entries any more`)
    return new SignedTree(store, {size, frontier, last: entry.hash})
  }

  get size(): number {
    return this.state.size
  }

  get root(): string {
    const range = CompactRange.resume(this.size, this.frontier)
    if (range === undefined) throw brokenLedger(`its tree of ${this.size} entries is none`)
    return range.root()
  }

  get frontier(): readonly string[] {
    return this.state.frontier
  }

  /** Whether that is its last entry. What was read may have been cut or put back since: that is not signed over. */
  endsIn({seq, hash}: Head): boolean {
    return this.size === seq && this.state.last === hash
  }

  /** Takes in what is recorded, and what is recorded meanwhile, until few are left or it does not get nearer. */
  async catchUp(): Promise<void> {
    let left = Number.POSITIVE_INFINITY
    for (let isNearing = true; isNearing && left > fewEntries; ) {
      const {seq} = await this.store.head()
      isNearing = seq - this.size < left / 2
      left = seq - this.size
      await this.extend(seq)
    }
  }

  async extend(upTo: number): Promise<void> {
    if (this.size >= upTo) return
    const {state, subtrees} = await this.store.grow(this.state, upTo)
    this.state = state
    for (const subtree of subtrees) this.subtrees.push(subtree)
    if (this.size < upTo) throw await this.unfit()
  }

  private async unfit(): Promise<Error> {
    const next = await entryAt(this.store, this.size + 1)
    return next === undefined
      ? brokenLedger(`entries after ${this.size} are missing`)
      : brokenLedger(`entry ${next.seq} is not the one that was recorded after entry ${this.size}`)
  }
}

/** What a checkpoint of this ledger states: one that it did not sign states nothing. */
export function statedBy({size, note}: StoredCheckpoint, ledger: LedgerIdentity): Checkpoint {
  const checkpoint = readCheckpoint(note)
  const isOwn = checkpoint?.origin === ledger.origin && checkpoint.size === size
  if (isOwn && isCheckpointSigned(checkpoint, ledger.public_key)) return checkpoint
  throw brokenLedger(`it did not sign its checkpoint of ${size} entries`)
}

async function entryAt(store: Store, seq: number): Promise<StoredEntry | undefined> {
  for await (const entry of store.entries({after: seq - 1, upTo: seq})) return entry
  return undefined
}
