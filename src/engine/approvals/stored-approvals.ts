import {TameError} from '../../errors.js'
import type {
  Approval,
  ApprovalQuery,
  ApprovalStatus,
  GivenAnswer,
  GivenCancellation,
  WaitOptions,
} from '../../model/approval.js'
import {takenAnswer, takenCancellation} from '../../model/taken-answer.js'
import type {Approvals} from '../../model/tame.js'
import type {Store, StoredApproval, StoredApprovalQuery} from '../../store/store.js'
import type {Schedule} from '../checkpointer.js'
import type {Followers} from '../followers.js'
import type {Journal} from '../journal.js'
import type {PolicySupply} from '../policy-supply.js'
import {giveAnswer, refuseResolved} from './answering.js'
import {ApprovalBook, type BookedApproval} from './approval-book.js'
import {ApprovalNews} from './approval-news.js'
import {approvalAt} from './approval-view.js'
import {DueQuestions} from './due-questions.js'
import {mostDue} from './open-book.js'
import {approvalNotFound} from './refusals.js'
import {stepContentText} from './step-content.js'
import {waitForApproval} from './waiting.js'

interface Setting {
  readonly store: Store
  readonly journal: Journal
  readonly policies: Pick<PolicySupply, 'current'>
  readonly followers: Followers
  readonly now: () => number
  readonly newSalt: () => string
  readonly schedule: Schedule
  /** Keeps the process from ending while somebody waits; gives what ends that. */
  readonly hold: () => () => void
}

/** The questions to people that are kept in a store. */
export class StoredApprovals implements Approvals {
  private readonly due: DueQuestions
  private readonly news: ApprovalNews
  private isClosed = false

  constructor(private readonly setting: Setting) {
    const {store, followers, schedule, now} = setting
    this.due = new DueQuestions(schedule, now, () => this.expire())
    this.news = new ApprovalNews(store, followers)
  }

  async *list({limit, ...query}: ApprovalQuery = {}): AsyncGenerator<Approval> {
    if (limit === undefined) yield* this.matching(query, 'oldest first')
    else yield* this.newest(query, limit)
  }

  /** Found first and read then: the arguments of all that are asked for may not fit into memory. */
  private async *newest(query: ApprovalQuery, limit: number): AsyncGenerator<Approval> {
    const ids: string[] = []
    if (limit <= 0) return
    for await (const {id} of this.matching(query, 'newest first')) if (ids.push(id) >= limit) break
    for (const id of ids.reverse()) yield this.get(id)
  }

  private async *matching(
    {status, keyId, ...query}: ApprovalQuery,
    order: StoredApprovalQuery['order'],
  ): AsyncGenerator<Approval> {
    const statuses = status === undefined ? {} : {statuses: recordedAs(status)}
    const ofKey = keyId === undefined ? {} : {keyId}
    for await (const stored of this.setting.store.approvals({...query, ...ofKey, ...statuses, order})) {
      const approval = this.view(stored)
      if (status === undefined || approval.status === status) yield approval
    }
  }

  async get(id: string): Promise<Approval> {
    const stored = await this.setting.store.approval(id)
    if (stored === undefined) throw approvalNotFound(id)
    return this.view(stored)
  }

  private view(stored: StoredApproval): Approval {
    if (stored.state.status === 'pending') this.due.note(stored.state.expiresAtMs)
    return approvalAt(stored, this.setting.now())
  }

  async answer(id: string, given: GivenAnswer): Promise<Approval> {
    const answer = takenAnswer(given)
    // Only what was edited is decided again: to say yes or no to a question takes no policy, which may be broken by now.
    const policy = answer.args === null ? null : (await this.setting.policies.current()).policy
    return this.change(id, (approval, setting) => giveAnswer(approval, answer, {...setting, policy}))
  }

  async cancel(id: string, given: GivenCancellation): Promise<Approval> {
    const {by, comment} = takenCancellation(given)
    return this.change(id, async (approval, {book, nowMs}) => {
      refuseResolved(approval, nowMs)
      book.take(approval, {step: 'cancelled', by}, stepContentText(comment, null))
    })
  }

  private async change(
    id: string,
    work: (
      approval: BookedApproval,
      setting: Omit<Parameters<typeof giveAnswer>[2], 'policy'>,
    ) => Promise<void>,
  ): Promise<Approval> {
    this.refuseClosed()
    // Asked before: a ledger that is not there is not begun by an answer to nothing.
    await this.get(id)
    return this.setting.journal.write(async (draft, reader) => {
      const book = new ApprovalBook(draft, this.setting.newSalt)
      const stored = (await reader.approvalsById([id])).get(id)
      if (stored === undefined) throw approvalNotFound(id)
      const approval = book.enter(stored)
      await work(approval, {book, reader, nowMs: draft.nowMs})
      return approvalAt(approval, draft.nowMs)
    })
  }

  async wait(id: string, options: WaitOptions = {}): Promise<Approval> {
    this.refuseClosed()
    const {schedule, now, hold} = this.setting
    const release = hold()
    try {
      return await waitForApproval(id, options, {
        news: this.news,
        schedule,
        now,
        get: (id) => this.get(id),
        isClosed: () => this.isClosed,
      })
    } finally {
      release()
    }
  }

  /** A question was asked that is due then. */
  noteDue(atMs: number): void {
    this.due.note(atMs)
  }

  /** Puts on record what the clock has decided, and tells when it decides the next time. */
  private async expire(): Promise<number | undefined> {
    const {store, journal, now, newSalt} = this.setting
    const nextMs = await store.read((reader) => reader.nextDueMs())
    if (nextMs === undefined || nextMs > now()) return nextMs
    return journal.write(async (draft, reader) => {
      const book = new ApprovalBook(draft, newSalt)
      for (const stored of await reader.dueApprovals(draft.nowMs, mostDue)) {
        book.enter(stored)
        book.expire(stored.state.id)
      }
      // Those that are due already come at once.
      return reader.nextDueMs()
    })
  }

  private refuseClosed(): void {
    if (this.isClosed) throw new TameError('CLOSED', 'This tame was closed: it takes no answers any more')
  }

  close(): void {
    this.isClosed = true
    this.due.close()
  }
}

/** What the clock has decided may be on record as pending still. */
const recordedAs = (status: ApprovalStatus): ApprovalStatus[] =>
  status === 'approved' || status === 'expired' ? [status, 'pending'] : [status]
