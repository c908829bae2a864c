import {TameError} from '../errors.js'
import type {LedgerBody} from '../ledger/bodies/ledger-body.js'
import type {Notaries, Notary} from '../ledger/notary.js'
import type {Head, Store} from '../store/store.js'
import {keyedLedger} from './audit/ledger-identity.js'

/** A ledger that can be written to. */
export interface Kept {
  readonly origin: string
  readonly notary: Notary
}

/** Knows whose ledger it is, and makes it a key when there is none yet. */
export class LedgerKeeper {
  private known: Kept | undefined
  /** Made for a ledger whose first entry could not be written: the next attempt has no need of another. */
  private made: Kept | undefined

  constructor(
    private readonly store: Store,
    private readonly notaries: Notaries,
    private readonly newId: () => string,
  ) {}

  /** Of the ledger that has this head. Rejects when its key is not there: what nobody vouches for is not written. */
  async keep(head: Head): Promise<Kept> {
    if (head.seq === 0) return this.create()
    this.known ??= await keyedLedger(this.store, this.notaries)
    return this.known
  }

  /** Only for good once it is written: until then the next one may be another. */
  settle(kept: Kept): void {
    this.known = kept
    this.made = undefined
  }

  private async create(): Promise<Kept> {
    this.made ??= (await this.unused()) ?? (await this.createNew())
    return this.made
  }

  private async createNew(): Promise<Kept> {
    const origin = `tame/ledger/${this.newId()}`
    return {origin, notary: await this.notaries.create(origin)}
  }

  /**
   * What an attempt left that could not be written: on a full disk, each would leave another key. It has signed nothing that
   * was kept, so that nobody takes what is written now for something else.
   */
  private async unused(): Promise<Kept | undefined> {
    const origin = (await this.notaries.made()).at(-1)
    if (origin === undefined || (await this.notaries.lastKept(origin)) !== undefined) return undefined
    try {
      return {origin, notary: await this.notaries.open(origin)}
    } catch (error) {
      if (error instanceof TameError && error.code === 'LEDGER_KEY_MISSING') return undefined
      throw error
    }
  }
}

export const ledgerBody = ({origin, notary}: Kept): LedgerBody => ({
  format: 1,
  origin,
  public_key: notary.publicKey,
})
