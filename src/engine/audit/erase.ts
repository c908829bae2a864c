import {ExitCode, TameError} from '../../errors.js'
import type {ErasureBody} from '../../ledger/bodies/erasure-body.js'
import {sealEntry} from '../../ledger/entry.js'
import type {Notaries} from '../../ledger/notary.js'
import type {Erasure, ErasureTarget} from '../../model/audit.js'
import {canonicalJson} from '../../model/canonical-json.js'
import type {Head, Store, StoredCall, StoredEntry} from '../../store/store.js'
import {logNotFound} from '../result-recorder.js'
import {keyedLedger} from './ledger-identity.js'

export interface ErasureOrder {
  readonly target: ErasureTarget
  readonly reason: string
  readonly atMs: number
}

/** Takes the contents of a call or a session out of the record, and records that. */
export async function eraseContents(store: Store, notaries: Notaries, order: ErasureOrder): Promise<Erasure> {
  if (order.reason.trim() === '') throw noReason()
  if ('logId' in order.target && (await store.call(order.target.logId)) === undefined)
    throw logNotFound(order.target.logId)
  await keyedLedger(store, notaries)
  const recorded = await store.write(async (writer) => {
    const seqs = await contentsOf(store, order.target)
    if (seqs.length === 0) throw nothingToErase(order.target)
    const entry = erasureEntry(writer.head, order, seqs)
    await writer.append({entries: [entry], erased: seqs})
    return {seq: entry.seq, entries: seqs.length}
  })
  // It is erased and recorded by now: what fails here only leaves its bytes for a while.
  return {...recorded, cleared: await store.scrub().catch(() => false)}
}

/** The entries that have a content still. What is committed does not change while this one writes. */
async function contentsOf(store: Store, target: ErasureTarget): Promise<number[]> {
  const seqs: number[] = []
  for await (const {decision, result} of callsOf(store, target))
    for (const entry of [decision, result]) if (entry !== null && entry.content !== null) seqs.push(entry.seq)
  return seqs.sort((a, b) => a - b)
}

async function* callsOf(store: Store, target: ErasureTarget): AsyncGenerator<StoredCall> {
  if ('sessionId' in target) return yield* store.calls({sessionId: target.sessionId, order: 'oldest first'})
  const call = await store.call(target.logId)
  if (call !== undefined) yield call
}

function erasureEntry(
  head: Head,
  {target, reason, atMs}: ErasureOrder,
  seqs: readonly number[],
): StoredEntry {
  const body: ErasureBody = {seqs, target: targetBody(target), reason}
  const parts = {seq: head.seq + 1, atMs, kind: 'erasure', body: canonicalJson(body)}
  const sessionId = 'sessionId' in target ? target.sessionId : null
  const hash = sealEntry({...parts, sessionId, prev: head.hash})
  return {...parts, sessionId, id: null, eventId: null, hash, salt: null, content: null}
}

const targetBody = (target: ErasureTarget): ErasureBody['target'] =>
  'sessionId' in target ? {session_id: target.sessionId} : {log_id: target.logId}

const noReason = (): TameError =>
  new TameError('REASON_MISSING', 'Nothing is erased without a reason: it is what the record keeps', {
    suggestions: ['--reason "asked for by the person concerned"'],
    exitCode: ExitCode.misuse,
  })

const nothingToErase = (target: ErasureTarget): TameError =>
  new TameError('NOTHING_TO_ERASE', `There is nothing to erase: ${emptyTarget(target)}`, {
    suggestions: ['tame logs'],
  })

const emptyTarget = (target: ErasureTarget): string =>
  'sessionId' in target
    ? `no call of the session ${JSON.stringify(target.sessionId)} has arguments or a result on record`
    : `the call ${target.logId} has neither arguments nor a result on record any more`
