import type {Notaries} from '../../ledger/notary.js'
import type {Audit} from '../../model/tame.js'
import type {Store} from '../../store/store.js'
import {writeCheckpoint} from './checkpoint.js'
import {type NoteKeeping, recordNote} from './note.js'

export interface AuditOptions extends NoteKeeping {
  readonly store: Store
  readonly notaries: Notaries
  readonly now: () => number
}

/** What answers for a ledger. What a decision does not need is loaded when it is asked for: most processes never do. */
export const createAudit = ({store, notaries, now, ...keeping}: AuditOptions): Audit => ({
  async verify(options = {}) {
    const {verifyLedger} = await import('./verify.js')
    return verifyLedger(store, notaries, options, now())
  },
  checkpoint: () => writeCheckpoint(store, notaries),
  async proof(logId, options) {
    const {proveDecision} = await import('./proof.js')
    return proveDecision(store, notaries, {logId, ...options})
  },
  async *export(query = {}) {
    const {exportLines} = await import('./export.js')
    yield* exportLines(store, notaries, query)
  },
  note: (note) => recordNote(keeping, note),
  async erase(target, reason) {
    const atMs = now()
    const {eraseContents} = await import('./erase.js')
    return eraseContents(store, notaries, {target, reason, atMs})
  },
})
