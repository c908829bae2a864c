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

/** Takes the contents of a call, a note or a session out of the record, and records that. */
export async function eraseContents(store: Store, notaries: Notaries, order: ErasureOrder): Promise<Erasure> {
  if (order.reason.trim() === '') throw noReason()
  await refuseUnknown(store, order.target)
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

async function refuseUnknown(store: Store, target: ErasureTarget): Promise<void> {
  if ('logId' in target && (await store.call(target.logId)) === undefined) throw logNotFound(target.logId)
  if ('noteSeq' in target && (await notesOf(store, target)).length === 0) throw noteNotFound(target.noteSeq)
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
  add(await notesOf(store, target))
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
  const call = 'logId' in target ? await store.call(target.logId) : undefined
  if (call !== undefined) yield call
}

async function notesOf(store: Store, target: ErasureTarget): Promise<readonly StoredEntry[]> {
  if ('sessionId' in target) return store.entriesOf('note', target.sessionId)
  const notes: StoredEntry[] = []
  if (!('noteSeq' in target)) return notes
  for await (const entry of store.entries({after: target.noteSeq - 1, upTo: target.noteSeq}))
    if (entry.kind === 'note') notes.push(entry)
  return notes
}

function erasureEntry({target, reason}: ErasureOrder, seqs: readonly number[]): EntryDraft {
  const body: ErasureBody = {seqs, target: targetBody(target), reason}
  const sessionId = 'sessionId' in target ? target.sessionId : null
  const nothing = {id: null, eventId: null, salt: null, content: null}
  return {kind: 'erasure', sessionId, body: canonicalJson(body), ...nothing}
}

function targetBody(target: ErasureTarget): ErasureBody['target'] {
  if ('sessionId' in target) return {session_id: target.sessionId}
  return 'logId' in target ? {log_id: target.logId} : {note_seq: target.noteSeq}
}

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

function emptyTarget(target: ErasureTarget): string {
  if ('sessionId' in target)
    return `no call and no note of the session ${JSON.stringify(target.sessionId)} has a content on record`
  return 'logId' in target
    ? `the call ${target.logId} has neither arguments nor a result on record any more`
    : `the note in entry ${target.noteSeq} has no details on record any more`
}

const noteNotFound = (seq: number): TameError =>
  new TameError('NOTE_NOT_FOUND', `Entry ${seq} is no note`, {
    suggestions: ['Look for its place in what was answered when it was recorded'],
  })
