import {ExitCode, TameError} from '../../errors.js'
import type {DecisionBody} from '../../ledger/bodies/decision-body.js'
import type {ErasureBody} from '../../ledger/bodies/erasure-body.js'
import type {Notaries} from '../../ledger/notary.js'
import type {Erasure, ErasureTarget} from '../../model/audit.js'
import {canonicalJson} from '../../model/canonical-json.js'
import type {Store, StoredApproval, StoredCall, StoredEntry} from '../../store/store.js'
import {ApprovalBook} from '../approvals/approval-book.js'
import {bodyOf} from '../content.js'
import {Draft, type EntryDraft} from '../draft.js'
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
    const {seqs, questions} = await contentsOf(store, order.target)
    if (seqs.length === 0) throw nothingToErase(order.target)
    const draft = new Draft(writer.head, order.atMs)
    const {seq} = draft.add(erasureEntry(order, seqs))
    takeBack(questions, draft)
    await writer.append({...draft.changes(), erased: seqs})
    return {seq, entries: seqs.length}
  })
  // It is erased and recorded by now: what fails here only leaves its bytes for a while.
  return {...recorded, cleared: await store.scrub().catch(() => false)}
}

interface Found {
  /** The entries that have a content still. */
  readonly seqs: readonly number[]
  /** What was asked about the calls. */
  readonly questions: readonly StoredApproval[]
}

/** What is committed does not change while this one writes. */
async function contentsOf(store: Store, target: ErasureTarget): Promise<Found> {
  const seqs: number[] = []
  const questions: StoredApproval[] = []
  const add = (entries: readonly (StoredEntry | null)[]): void => {
    for (const entry of entries) if (entry !== null && entry.content !== null) seqs.push(entry.seq)
  }
  for await (const {decision, result} of callsOf(store, target)) {
    add([decision, result])
    const question = await questionOf(store, decision)
    if (question === undefined) continue
    add(question.steps)
    questions.push(question)
  }
  return {seqs: seqs.sort((a, b) => a - b), questions}
}

/** What a decision asked: what a person wrote about the call goes with it. */
async function questionOf(store: Store, decision: StoredEntry): Promise<StoredApproval | undefined> {
  const {approval_id: id, log_id: logId} = bodyOf<DecisionBody>(decision)
  const question = id === null ? undefined : await store.approval(id)
  return question?.state.logId === logId ? question : undefined
}

/** Nobody can answer a question about a call that is not to be seen any more. */
function takeBack(questions: readonly StoredApproval[], draft: Draft): void {
  const book = new ApprovalBook(draft, () => '')
  for (const question of questions) {
    const approval = book.enter(question)
    if (approval.state.status !== 'pending') continue
    book.expire(approval.state.id)
    if (approval.state.status === 'pending') book.take(approval, {step: 'cancelled', by: 'erasure'})
  }
}

async function* callsOf(store: Store, target: ErasureTarget): AsyncGenerator<StoredCall> {
  if ('sessionId' in target) return yield* store.calls({sessionId: target.sessionId, order: 'oldest first'})
  const call = await store.call(target.logId)
  if (call !== undefined) yield call
}

function erasureEntry({target, reason}: ErasureOrder, seqs: readonly number[]): EntryDraft {
  const body: ErasureBody = {seqs, target: targetBody(target), reason}
  const sessionId = 'sessionId' in target ? target.sessionId : null
  const nothing = {id: null, eventId: null, salt: null, content: null}
  return {kind: 'erasure', sessionId, body: canonicalJson(body), ...nothing}
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
    exitCode: ExitCode.misuse,
  })

const emptyTarget = (target: ErasureTarget): string =>
  'sessionId' in target
    ? `no call of the session ${JSON.stringify(target.sessionId)} has arguments or a result on record`
    : `the call ${target.logId} has neither arguments nor a result on record any more`
