import type {LedgerWriter, Store} from '../store/store.js'
import {Draft} from './draft.js'
import {type Kept, type LedgerKeeper, ledgerBody} from './ledger-keeper.js'

/** Appends what is no call, and no result of one. */
export class Journal {
  constructor(
    private readonly store: Pick<Store, 'write'>,
    private readonly keeper: LedgerKeeper,
    private readonly now: () => number,
    private readonly onRecorded: () => void,
  ) {}

  /** What `work` adds to the draft is recorded when this resolves; nothing of it when it throws. */
  async write<Result>(work: (draft: Draft, writer: LedgerWriter) => Promise<Result>): Promise<Result> {
    let kept: Kept | undefined
    const result = await this.store.write(async (writer) => {
      kept = await this.keeper.keep(writer.head)
      const draft = new Draft(writer.head, this.now())
      if (draft.isAtBeginning) draft.addLedger(ledgerBody(kept))
      const result = await work(draft, writer)
      await writer.append(draft.changes())
      return result
    })
    if (kept !== undefined) this.keeper.settle(kept)
    this.onRecorded()
    return result
  }
}
