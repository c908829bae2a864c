import {TameError} from '../../errors.js'
import {type ReadBody, readBody} from '../../ledger/verify/kept-entry.js'
import type {Store, StoredEntry} from '../../store/store.js'

/** The contents that an export of a whole ledger lacks, though no erasure in it names them. */
export class GoneContents {
  private readonly gone = new Set<number>()

  note({seq, kind, body, content}: StoredEntry): void {
    if (kind === 'erasure') this.take(readBody(body))
    else if (content === null && typeof readBody(body)?.['content'] === 'string') this.gone.add(seq)
  }

  /** Throws where one was erased after the last entry of the export. Of those that were not, verifying it tells. */
  async refuseErased(store: Pick<Store, 'entries'>, after: number): Promise<void> {
    if (this.gone.size === 0) return
    const before = this.gone.size
    for await (const entry of store.entries({after})) if (entry.kind === 'erasure') this.note(entry)
    if (this.gone.size < before) throw overtaken()
  }

  private take(body: ReadBody | undefined): void {
    const seqs = body?.['seqs']
    for (const seq of Array.isArray(seqs) ? (seqs as number[]) : []) this.gone.delete(seq)
  }
}

const overtaken = (): TameError =>
  new TameError(
    'EXPORT_OVERTAKEN',
    'Something was erased while it was exported: this export lacks what none of its entries says was erased',
    {suggestions: ['Throw it away, and export again']},
  )
