import {ExitCode, TameError} from '../../errors.js'
import type {Notaries} from '../../ledger/notary.js'
import type {Checkpoint} from '../../model/audit.js'
import type {Store} from '../../store/store.js'
import {writeCheckpoint} from './checkpoint.js'
import {brokenLedger, identityOf, type LedgerIdentity} from './ledger-identity.js'
import {statedBy} from './signed-tree.js'
import {Subtrees} from './subtrees.js'

/** A ledger with the checkpoint that its entries can be shown to be in. */
export interface ProvenLedger extends LedgerIdentity {
  readonly checkpoint: Checkpoint
  readonly tree: Subtrees
}

/** Up to the last checkpoint, if that covers an entry; else up to one of now, which notaries are needed for. */
export async function provenLedger(
  store: Store,
  notaries: Notaries | undefined,
  upTo: number,
): Promise<ProvenLedger> {
  const checkpoint = await coveringCheckpoint(store, notaries, upTo)
  const ledger = await identityOf(store)
  if (ledger === undefined) throw brokenLedger('it does not begin with the entry that names it')
  return {...ledger, checkpoint, tree: await Subtrees.read(store, checkpoint)}
}

async function coveringCheckpoint(
  store: Store,
  notaries: Notaries | undefined,
  upTo: number,
): Promise<Checkpoint> {
  const [last, ledger] = [await store.lastCheckpoint(), await identityOf(store)]
  if (last !== undefined && ledger !== undefined && last.size >= upTo) return statedBy(last, ledger)
  if (notaries === undefined) throw uncovered()
  try {
    return await writeCheckpoint(store, notaries)
  } catch (error) {
    throw isKeyMissing(error) ? unsigned(error) : error
  }
}

const isKeyMissing = (error: unknown): error is TameError =>
  error instanceof TameError && error.code === 'LEDGER_KEY_MISSING'

const missing = 'No checkpoint covers that entry yet'

const uncovered = (): TameError =>
  new TameError('CHECKPOINT_MISSING', missing, {
    suggestions: ['tame audit checkpoint'],
    exitCode: ExitCode.unreachable,
  })

const unsigned = (cause: TameError): TameError =>
  new TameError('CHECKPOINT_MISSING', `${missing}. ${cause.message}`, {
    cause,
    suggestions: ['On the machine that made the ledger: tame audit checkpoint', ...cause.suggestions],
    exitCode: ExitCode.unreachable,
  })
