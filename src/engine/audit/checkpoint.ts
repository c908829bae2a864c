import {ExitCode, TameError} from '../../errors.js'
import {readCheckpoint, signCheckpoint} from '../../ledger/checkpoint/checkpoint.js'
import type {Notaries} from '../../ledger/notary.js'
import type {Checkpoint} from '../../model/audit.js'
import type {LedgerWriter, Store, StoredCheckpoint} from '../../store/store.js'
import {brokenLedger, type KeyedLedger, keyedLedger} from './ledger-identity.js'
import {SignedTree, statedBy} from './signed-tree.js'
import {missingSubtrees} from './subtrees.js'

/** Signs what the ledger holds, unless its last checkpoint covers all of it, and keeps that outside of the database too. */
export async function writeCheckpoint(store: Store, notaries: Notaries): Promise<Checkpoint> {
  const ledger = await signableLedger(store, notaries)
  const tree = await SignedTree.resume(store, ledger)
  const signedSize = tree.size
  // Others wait while it is signed, but not while most of it is read.
  await tree.catchUp()
  const missing = tree.subtrees.length === 0 ? [] : await missingSubtrees(store, signedSize)
  const sign = async (writer: LedgerWriter): Promise<Checkpoint> => {
    const last = await store.lastCheckpoint()
    if (last?.size === writer.head.seq) return statedBy(last, ledger)
    await tree.extend(writer.head.seq)
    if (!tree.endsIn(writer.head)) throw brokenLedger('it was changed while it was read')
    const {size, root, frontier} = tree
    const signed = signCheckpoint(ledger.notary, {origin: ledger.origin, size, root})
    const subtrees = [...missing, ...tree.subtrees]
    await writer.append({entries: [], checkpoint: {size, note: signed.note, frontier}, subtrees})
    return signed
  }
  // Kept is only what is there for good: after a loss of power the ledger would look as if it had been put back.
  const checkpoint = await store.write(sign, {isLasting: true})
  await notaries.keep(checkpoint)
  return checkpoint
}

/** The ledger with its key, if that may sign it. */
export async function signableLedger(store: Store, notaries: Notaries): Promise<KeyedLedger> {
  const ledger = await keyedLedger(store, notaries)
  await refuseRollback(store, notaries, ledger)
  return ledger
}

/**
 * What was put back is not signed: a new checkpoint would take the place of the one that shows it. Asked in this order,
 * since one that is kept was there before.
 */
async function refuseRollback(store: Store, notaries: Notaries, {origin}: KeyedLedger): Promise<void> {
  const note = await notaries.lastKept(origin)
  if (note === undefined) return
  const kept = readCheckpoint(note)
  if (kept === undefined) throw brokenLedger('what was kept outside of it is no checkpoint')
  const same = await storedOf(store, kept.size)
  if (same === undefined || readCheckpoint(same.note)?.root !== kept.root) throw putBack(kept)
}

async function storedOf(store: Store, size: number): Promise<StoredCheckpoint | undefined> {
  const last = await store.lastCheckpoint()
  if (last === undefined || last.size <= size) return last?.size === size ? last : undefined
  for await (const checkpoint of store.checkpoints(size))
    return checkpoint.size === size ? checkpoint : undefined
  return undefined
}

const putBack = ({size}: Checkpoint): TameError =>
  new TameError(
    'LEDGER_ROLLED_BACK',
    `This is not the ledger of which a checkpoint of ${size} entries was kept outside: it was put back, or written anew`,
    {
      suggestions: ['tame audit verify', 'Put back the newest copy of the database'],
      exitCode: ExitCode.unreachable,
    },
  )
