import type {Notaries} from '../../ledger/notary.js'
import type {Audit} from '../../model/tame.js'
import type {Store} from '../../store/store.js'
import {writeCheckpoint} from './checkpoint.js'
import {eraseContents} from './erase.js'
import {exportLines} from './export.js'
import {type NoteKeeping, recordNote} from './note.js'
import {proveDecision} from './proof.js'
import {verifyLedger} from './verify.js'

export interface AuditOptions extends NoteKeeping {
  readonly store: Store
  readonly notaries: Notaries
  readonly now: () => number
}

/** What answers for a ledger. */
export const createAudit = ({store, notaries, now, ...keeping}: AuditOptions): Audit => ({
  verify: (options = {}) => verifyLedger(store, notaries, options, now()),
  checkpoint: () => writeCheckpoint(store, notaries),
  proof: (logId, options) => proveDecision(store, notaries, {logId, ...options}),
  export: (query = {}) => exportLines(store, notaries, query),
  note: (note) => recordNote(keeping, note),
  erase: (target, reason) => eraseContents(store, notaries, {target, reason, atMs: now()}),
})
