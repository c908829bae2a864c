import type {LedgerWriter, StoredApproval, StoredCall} from '../store/store.js'
import {noSeals, openBook, sealsOf} from './approvals/open-book.js'
import {Draft} from './draft.js'
import {EventAnswers} from './event-answers.js'
import {Group, type GroupSetting} from './group.js'
import type {DecisionJob, Job, ResultJob, Settle} from './job.js'
import type {Kept} from './ledger-keeper.js'
import type {SuppliedPolicy} from './policy-supply.js'
import {ResultRecorder} from './result-recorder.js'
import {survey} from './survey.js'

export interface GroupOutcome {
  /** To be called when the transaction is durable. */
  readonly settlements: readonly Settle[]
  /** Nothing when there was no ledger, and nothing to begin one with. */
  readonly kept: Kept | undefined
  readonly isEmpty: boolean
  /** Of the last entry. */
  readonly hash: string
  /** The policy whose entry is the last one then. */
  readonly policyHash: string | undefined
  /** When the next of the questions that were asked is due. */
  readonly dueMs: number | undefined
  /** The questions that are new. */
  readonly asked: readonly StoredApproval[]
}

/** Works out what a group of jobs comes to, in the order of their arrival, and appends it. One job's fault is only its own. */
export async function recordGroup(
  writer: LedgerWriter,
  jobs: readonly Job[],
  supplied: SuppliedPolicy,
  setting: GroupSetting,
): Promise<GroupOutcome> {
  const group = await openGroup(writer, jobs, supplied, setting)
  const settlements: Settle[] = []
  for (const job of jobs) {
    const settle = group.settle(job)
    settlements.push(settle instanceof Promise ? await settle : settle)
  }
  const {isEmpty} = group.draft
  if (!isEmpty) await writer.append(group.draft.changes())
  const {kept, draft, policyHash} = group
  return {
    settlements,
    kept,
    isEmpty,
    hash: draft.hash,
    policyHash,
    dueMs: nextDueMs(draft),
    asked: group.asked,
  }
}

function nextDueMs({touchedApprovals}: Draft): number | undefined {
  let next: number | undefined
  for (const {state} of touchedApprovals)
    if (state.status === 'pending') next = Math.min(next ?? state.expiresAtMs, state.expiresAtMs)
  return next
}

async function openGroup(
  writer: LedgerWriter,
  jobs: readonly Job[],
  supplied: SuppliedPolicy,
  setting: GroupSetting,
): Promise<Group> {
  const {decisions, results, events} = sorted(jobs)
  const mayBegin = writer.head.seq > 0 || decisions.length > 0
  const kept = mayBegin ? await setting.keeper.keep(writer.head) : undefined
  const repeats = events.length === 0 ? noCalls : await writer.callsByEventId(events)
  const calls =
    results.length === 0 ? noCalls : await writer.callsById(results.map(({reported}) => reported.logId))
  const sessions = [...calls.values()].flatMap(({decision}) => decision.sessionId ?? [])
  const asked = repeats.size === 0 ? decisions : decisions.filter(({eventId}) => !repeats.has(eventId ?? ''))
  const {policy} = supplied
  const nowMs = setting.now()
  const known = await survey(writer, policy, asked, sessions, nowMs)
  const draft = new Draft(writer.head, nowMs)
  const seals = kept === undefined ? noSeals : sealsOf(asked, policy, kept)
  return new Group(setting, {
    supplied,
    kept,
    events: new EventAnswers(repeats, kept?.notary, setting.archive),
    known,
    draft,
    seals,
    book: await openBook(writer, draft, [...new Set(seals.values())], setting.newSalt),
    lastPolicy: await setting.memory.inForce(writer),
    recorder: new ResultRecorder(policy, kept?.notary, calls, setting.newSalt, setting.recent),
  })
}

/** In one pass: nearly all jobs are decisions, and each look at all of them is felt. */
function sorted(jobs: readonly Job[]): Sorted {
  const found = {decisions: [] as DecisionJob[], results: [] as ResultJob[], events: [] as string[]}
  for (const job of jobs) {
    if (job.kind === 'result') found.results.push(job)
    else {
      found.decisions.push(job)
      if (job.eventId !== null) found.events.push(job.eventId)
    }
  }
  return found
}

interface Sorted {
  readonly decisions: readonly DecisionJob[]
  readonly results: readonly ResultJob[]
  readonly events: readonly string[]
}

const noCalls: ReadonlyMap<string, StoredCall> = new Map()
