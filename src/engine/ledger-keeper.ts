import {TameError} from '../errors.js'
import type {LedgerBody} from '../ledger/bodies/ledger-body.js'
import type {Notaries, Notary} from '../ledger/notary.js'
import type {Head, Store} from '../store/store.js'
import {bodyOf} from './content.js'

/** A ledger that can be written to. */
export interface Kept {
  readonly origin: string
  readonly notary: Notary
}

/** Knows whose ledger it is, and makes it a key when there is none yet. */
export class LedgerKeeper {
  private known: Kept | undefined

  constructor(
    private readonly store: Pick<Store, 'entries'>,
    private readonly notaries: Notaries,
    private readonly newId: () => string,
  ) {}

  /** Of the ledger that has this head. Rejects when its key is not there: what nobody vouches for is not written. */
  async keep(head: Head): Promise<Kept> {
    if (head.seq === 0) return this.create()
    this.known ??= await this.find()
    return this.known
  }

  /** Only for good once it is written: until then the next one may be another. */
  settle(kept: Kept): void {
    this.known = kept
  }

  private async create(): Promise<Kept> {
    const origin = `tame/ledger/${this.newId()}`
    return {origin, notary: await this.notaries.create(origin)}
  }

  private async find(): Promise<Kept> {
    for await (const first of this.store.entries({upTo: 1})) {
      if (first.kind !== 'ledger') break
      const {origin} = bodyOf<LedgerBody>(first)
      return {origin, notary: await this.notaries.open(origin)}
    }
    throw new TameError('STORE_CORRUPT', 'The ledger does not begin with the entry that names it', {
      suggestions: ['tame audit verify'],
      exitCode: 5,
    })
  }
}

export const ledgerBody = ({origin, notary}: Kept): LedgerBody => ({
  format: 1,
  origin,
  public_key: notary.publicKey,
})
