import {setImmediate} from 'node:timers/promises'
import type {Notaries} from '../../ledger/notary.js'
import {LedgerVerification} from '../../ledger/verify/verification.js'
import type {Verification} from '../../model/audit.js'
import type {VerifyOptions} from '../../model/tame.js'
import type {Store, StoredCheckpoint} from '../../store/store.js'
import {identityOf} from './ledger-identity.js'
import {LimitRecount} from './limit-recount.js'
import {knownOutside} from './outside.js'

/** Looks at all of a ledger, while others may go on writing to it. */
export async function verifyLedger(
  store: Store,
  notaries: Notaries,
  {checkpoint, onProgress = () => {}}: VerifyOptions,
  nowMs: number,
): Promise<Verification> {
  const identity = await identityOf(store)
  // Before its size is asked for: what is kept must not speak of entries that came after that.
  const outside = await knownOutside(notaries, identity?.origin, checkpoint)
  const verification = new LedgerVerification(outside)
  const limits = await LimitRecount.open(store, nowMs)
  await new Reading(store, verification, limits, onProgress).run()
  for await (const policy of store.policies()) verification.addPolicyText(policy)
  for await (const difference of store.differingViews()) verification.addDifference(difference)
  for (const difference of await limits.compare(store)) verification.addDifference(difference)
  return verification.finish()
}

/** Between these, whoever waits for the process gets a turn. */
const entriesInATurn = 2048

/** So often what was added meanwhile is read too: an erasure may be among it, of what was read before. */
const mostRounds = 10

class Reading {
  private readonly checkpoints: AsyncIterator<StoredCheckpoint>
  private next: StoredCheckpoint | undefined
  private last = 0

  constructor(
    private readonly store: Store,
    private readonly verification: LedgerVerification,
    private readonly limits: LimitRecount,
    private readonly onProgress: (done: number, total: number) => void,
  ) {
    this.checkpoints = store.checkpoints()[Symbol.asyncIterator]()
  }

  async run(): Promise<void> {
    await this.advance()
    for (let round = 0; round < mostRounds; round++) {
      const {seq} = await this.store.head()
      if (seq === this.last) break
      await this.readUpTo(seq)
    }
    await this.readCheckpointsBeyond()
    for (const seq of this.verification.doubtful)
      for await (const entry of this.store.entries({after: seq - 1, upTo: seq}))
        this.verification.addAgain(entry)
  }

  private async readUpTo(upTo: number): Promise<void> {
    const {verification} = this
    for await (const entry of this.store.entries({after: this.last, upTo})) {
      verification.add(entry)
      this.limits.add(entry)
      while (this.next?.size === verification.entries) await this.takeCheckpoint(this.next)
      if (verification.entries % entriesInATurn === 0) await this.turn(upTo)
    }
    this.last = upTo
  }

  private async turn(total: number): Promise<void> {
    this.onProgress(this.verification.entries, total)
    await setImmediate()
  }

  private async takeCheckpoint(checkpoint: StoredCheckpoint): Promise<void> {
    this.verification.addCheckpoint(checkpoint)
    await this.advance()
  }

  private async advance(): Promise<void> {
    const {done, value} = await this.checkpoints.next()
    this.next = done === true ? undefined : value
  }

  /** Those that were signed meanwhile are of entries that are there, though they were not read. */
  private async readCheckpointsBeyond(): Promise<void> {
    const {seq} = await this.store.head()
    while (this.next !== undefined) {
      if (this.next.size > this.last && this.next.size <= seq) await this.advance()
      else await this.takeCheckpoint(this.next)
    }
  }
}
