import {TameError} from '../../errors.js'
import {endLine, entryLine, exportFormat, headerLine, signEnd} from '../../ledger/export/export-lines.js'
import {LinesHash} from '../../ledger/export/lines-hash.js'
import type {Notaries, Notary} from '../../ledger/notary.js'
import type {LogQuery} from '../../model/log-filter.js'
import type {Store, StoredEntry} from '../../store/store.js'
import {GoneContents} from './gone-contents.js'
import {type ProvenLedger, provenLedger} from './proven-ledger.js'
import {selectedEntries} from './selection.js'

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
  const {size} = ledger.tree
  const entries = isWhole ? store.entries({upTo: size}) : selectedEntries(store, query, size)
  const gone = new GoneContents()
  const hash = new LinesHash()
  let count = -1
  for await (const line of contentLines(ledger, entries, isWhole, gone)) {
    hash.add(line)
    count++
    yield line
  }
  // Without its end it passes for no export.
  if (isWhole) await gone.refuseErased(store, size)
  const told = {count, lines_hash: hash.digest()}
  const signed = notary === undefined ? null : signEnd(notary, {...told, origin: ledger.origin})
  yield endLine({...told, signed})
}

/** The header and the entries. */
async function* contentLines(
  {origin, public_key, checkpoint, tree}: ProvenLedger,
  entries: AsyncIterable<StoredEntry>,
  isWhole: boolean,
  gone: GoneContents,
): AsyncGenerator<string> {
  const selection = isWhole ? 'all' : 'selected'
  yield headerLine({
    format: exportFormat,
    origin,
    public_key,
    checkpoint: checkpoint.note,
    entries: selection,
  })
  for await (const entry of entries) {
    const {stored, text, path} = await tree.prove(entry)
    if (isWhole) gone.note(stored)
    yield entryLine({text, path, content: stored.content, salt: stored.salt})
  }
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
