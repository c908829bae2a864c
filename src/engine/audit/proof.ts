import type {Notaries} from '../../ledger/notary.js'
import type {Proof} from '../../model/audit.js'
import type {ProofOptions} from '../../model/tame.js'
import type {Store} from '../../store/store.js'
import {logNotFound} from '../result-recorder.js'
import {provenLedger} from './proven-ledger.js'

/** That the decision of a call is in the ledger. */
export async function proveDecision(
  store: Store,
  notaries: Notaries,
  {logId, sign = true}: ProofOptions & {readonly logId: string},
): Promise<Proof> {
  const call = await store.call(logId)
  if (call === undefined) throw logNotFound(logId)
  const {decision} = call
  const {tree, checkpoint} = await provenLedger(store, sign ? notaries : undefined, decision.seq)
  const {text, path} = await tree.prove(decision)
  return {seq: decision.seq, entry: text, hash: decision.hash, path, checkpoint}
}
