import type {Notaries} from '../../ledger/notary.js'
import type {Proof} from '../../model/audit.js'
import type {ProofOptions} from '../../model/tame.js'
import type {Store} from '../../store/store.js'
import {logNotFound} from '../result-recorder.js'
import {brokenLedger} from './ledger-identity.js'
import {provenLedger} from './proven-ledger.js'

/** That the decision of a call is in the ledger. */
export async function proveDecision(
  store: Store,
  notaries: Notaries,
  {logId, sign = true}: ProofOptions & {readonly logId: string},
): Promise<Proof> {
  const call = await store.call(logId)
  if (call === undefined) throw logNotFound(logId)
  const {seq, hash} = call.decision
  const {tree, checkpoint} = await provenLedger(store, sign ? notaries : undefined, seq)
  const proven = await tree.prove(seq)
  if (proven?.stored.hash !== hash) throw brokenLedger(`entry ${seq} is not in its place`)
  return {seq, entry: proven.text, hash, path: proven.path, checkpoint}
}
