import {TameError} from '../../errors.js'
import {endLine, entryLine, exportFormat, headerLine, signEnd} from '../../ledger/export/export-lines.js'
import {LinesHash} from '../../ledger/export/lines-hash.js'
import type {Notaries, Notary} from '../../ledger/notary.js'
import type {LogQuery} from '../../model/log-filter.js'
import type {Store} from '../../store/store.js'
import {GoneContents} from './gone-contents.js'
import {brokenLedger} from './ledger-identity.js'
import {type ProvenLedger, provenLedger} from './proven-ledger.js'
import {selectedSeqs} from './selection.js'

/** The ledger, or the calls that a query selects, as lines that verify by themselves. */
export async function* exportLines(
  store: Store,
  notaries: Notaries,
  query: LogQuery,
): AsyncGenerator<string> {
  const {seq: head} = await store.head()
  const ledger = await provenLedger(store, notaries, head)
  const notary = await notaryOf(notaries, ledger)
  const isWhole = Object.values(query).every((value) => value === undefined)
  const seqs = isWhole ? allSeqs(ledger.tree.size) : selectedSeqs(store, query)
  const gone = new GoneContents()
  const hash = new LinesHash()
  let count = -1
  for await (const line of contentLines(ledger, seqs, isWhole, gone)) {
    hash.add(line)
    count++
    yield line
  }
  // Without its end it passes for no export.
  if (isWhole) await gone.refuseErased(store, ledger.tree.size)
  const told = {count, lines_hash: hash.digest()}
  const signed = notary === undefined ? null : signEnd(notary, {...told, origin: ledger.origin})
  yield endLine({...told, signed})
}

/** The header and the entries. */
async function* contentLines(
  {origin, public_key, checkpoint, tree}: ProvenLedger,
  seqs: AsyncIterable<number> | Iterable<number>,
  isWhole: boolean,
  gone: GoneContents,
): AsyncGenerator<string> {
  const entries = isWhole ? 'all' : 'selected'
  yield headerLine({format: exportFormat, origin, public_key, checkpoint: checkpoint.note, entries})
  for await (const seq of seqs) {
    if (seq > tree.size) break
    const proven = await tree.prove(seq)
    if (proven === undefined) throw brokenLedger(`entry ${seq} is not in its place`)
    const {stored, text, path} = proven
    if (isWhole) gone.note(stored)
    yield entryLine({text, path, content: stored.content, salt: stored.salt})
  }
}

function* allSeqs(size: number): Generator<number> {
  for (let seq = 1; seq <= size; seq++) yield seq
}

/** Nothing where its key is not: the entries can be shown to be in it all the same. */
async function notaryOf(notaries: Notaries, {origin, public_key}: ProvenLedger): Promise<Notary | undefined> {
  try {
    const notary = await notaries.open(origin)
    return notary.publicKey === public_key ? notary : undefined
  } catch (error) {
    if (error instanceof TameError && error.code === 'LEDGER_KEY_MISSING') return undefined
    throw error
  }
}
