import type {Notaries} from '../../ledger/notary.js'
import {LedgerVerification} from '../../ledger/verify/verification.js'
import type {Verification} from '../../model/audit.js'
import type {VerifyOptions} from '../../model/tame.js'
import type {ReadEntry, Store, StoredCheckpoint} from '../../store/store.js'
import {identityOf} from './ledger-identity.js'
import {LimitRecount} from './limit-recount.js'
import {knownOutside} from './outside.js'

/** Looks at all of a ledger as it is at one moment, while others may go on writing to it. */
export async function verifyLedger(
  store: Store,
  notaries: Notaries,
  {checkpoint, onProgress = () => {}}: VerifyOptions,
  nowMs: number,
): Promise<Verification> {
  const identity = await identityOf(store)
  // Before its entries: what is kept must not speak of those that came after them.
  const outside = await knownOutside(notaries, identity?.origin, checkpoint)
  const verification = new LedgerVerification(outside, await store.subtrees())
  const limits = new LimitRecount(store, nowMs)
  const reading = new Reading(store, verification, limits, onProgress)
  await reading.begin()
  for await (const difference of store.differingViews((page) => reading.add(page)))
    verification.addDifference(difference)
  await reading.finish()
  for await (const policy of store.policies()) verification.addPolicyText(policy)
  for (const difference of await limits.compare(store)) verification.addDifference(difference)
  return verification.finish()
}

/** So often it is told how far it is. */
const entriesInATurn = 2048

class Reading {
  private readonly checkpoints: AsyncIterator<StoredCheckpoint>
  private next: StoredCheckpoint | undefined
  private total = 0

  constructor(
    private readonly store: Store,
    private readonly verification: LedgerVerification,
    private readonly limits: LimitRecount,
    private readonly onProgress: (done: number, total: number) => void,
  ) {
    this.checkpoints = store.checkpoints()[Symbol.asyncIterator]()
  }

  async begin(): Promise<void> {
    this.total = (await this.store.head()).seq
    await this.advance()
  }

  async add(page: readonly ReadEntry[]): Promise<void> {
    const {verification, limits} = this
    for (const each of page) {
      // In no chain: that it is there at all is found with the views.
      if (each.entry.seq < 1) continue
      verification.add(each.entry, each.said)
      const counting = limits.add(each)
      if (counting !== undefined) await counting
      while (this.next?.size === verification.entries) await this.takeCheckpoint(this.next)
      if (verification.entries % entriesInATurn === 0) this.onProgress(verification.entries, this.total)
    }
  }

  /** Checkpoints that were signed meanwhile are of entries that are there, though they were not read. */
  async finish(): Promise<void> {
    const [{seq}, last] = [await this.store.head(), this.verification.entries]
    while (this.next !== undefined) {
      if (this.next.size > last && this.next.size <= seq) await this.advance()
      else await this.takeCheckpoint(this.next)
    }
  }

  private async takeCheckpoint(checkpoint: StoredCheckpoint): Promise<void> {
    this.verification.addCheckpoint(checkpoint)
    await this.advance()
  }

  private async advance(): Promise<void> {
    const {done, value} = await this.checkpoints.next()
    this.next = done === true ? undefined : value
  }
}
