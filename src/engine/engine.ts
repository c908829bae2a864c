import {TameError} from '../errors.js'
import type {Notaries} from '../ledger/notary.js'
import type {Approval} from '../model/approval.js'
import {askedCall, type CallDefaults, checkedId} from '../model/asked-call.js'
import type {Call} from '../model/call.js'
import type {CallResult} from '../model/call-result.js'
import type {Decision} from '../model/decision.js'
import type {Explanation} from '../model/explanation.js'
import type {EventQuery, LedgerEvent} from '../model/ledger-event.js'
import {reportedResult} from '../model/reported.js'
import type {Status} from '../model/status.js'
import type {
  Approvals,
  Audit,
  EnforceOptions,
  Logs,
  PolicyDesk,
  RehearsalOptions,
  ReportOptions,
  Sessions,
  Tame,
} from '../model/tame.js'
import type {Store} from '../store/store.js'
import {approvalAt} from './approvals/approval-view.js'
import {StoredApprovals} from './approvals/stored-approvals.js'
import {createAudit} from './audit/audit.js'
import {Checkpointer, type Schedule} from './checkpointer.js'
import {follow} from './events.js'
import {Followers} from './followers.js'
import {GroupCommit} from './group-commit.js'
import type {CallInTerms, CallTerms, Job} from './job.js'
import {Journal} from './journal.js'
import {Keyring} from './keys/keyring.js'
import {LedgerKeeper} from './ledger-keeper.js'
import {StoredLogs} from './logs.js'
import type {NewId} from './new-id.js'
import {PolicyLibrary} from './policies/policy-library.js'
import {PolicyArchive} from './policy-archive.js'
import {PolicyMemory} from './policy-memory.js'
import type {PolicySupply} from './policy-supply.js'
import {RecentCalls} from './recent-calls.js'
import {Recordability} from './recordability.js'
import {Recorder} from './recorder.js'
import {Rehearsal} from './rehearsal.js'
import {StoredSessions} from './sessions.js'
import {engineStatus} from './status.js'

export interface EngineOptions {
  readonly store: Store
  readonly notaries: Notaries
  readonly policies: PolicySupply
  readonly now: () => number
  readonly newId: NewId
  /** 16 random bytes in hexadecimal digits. */
  readonly newSalt: () => string
  readonly schedule: Schedule
  /** Keeps the process from ending while somebody waits for a person; gives what ends that. */
  readonly hold?: () => () => void
  /** Told of each question that is asked here, once it is recorded. Must not throw. */
  readonly onAsked?: (approval: Approval) => void
  /** What is to be finished when this is closed. */
  readonly atEnd?: () => Promise<void>
  /** Of tame, for its status. */
  readonly version: string
  /** Lets every call run, and records that it was let. */
  readonly bypass?: boolean
  /** Who calls, where a call does not say. */
  readonly caller?: CallDefaults
}

/** tame in this process: decides, records, and only then answers. */
export const createEngine = (options: EngineOptions): EngineTame => new Engine(options)

/** A tame that decides itself: it knows its keys by what they say. */
export interface EngineTame extends Tame {
  readonly keys: Keyring
  /** Rejects when nothing could be recorded. */
  checkWritable(): Promise<void>
}

class Engine implements EngineTame {
  readonly logs: Logs
  readonly sessions: Sessions
  readonly policy: PolicyDesk
  readonly audit: Audit
  readonly approvals: Approvals
  readonly keys: Keyring
  private readonly questions: StoredApprovals
  private readonly commits: GroupCommit<Job>
  private readonly followers: Followers
  private readonly checkpointer: Checkpointer
  private readonly rehearsal: Rehearsal
  private readonly caller: CallDefaults
  private readonly keeper: LedgerKeeper
  private readonly recordability: Recordability
  private closing: Promise<void> | undefined

  constructor(private readonly options: EngineOptions) {
    const {store, notaries, policies, now, newId, newSalt, onAsked} = options
    const archive = new PolicyArchive(store)
    const keeper = new LedgerKeeper(store, notaries, newId)
    this.keeper = keeper
    this.recordability = new Recordability(() => this.checkWritable(), now)
    this.followers = new Followers(store)
    const onRecorded = (): void => this.onRecorded()
    const recent = new RecentCalls()
    const setting = {keeper, archive, memory: new PolicyMemory(), recent, now, newId, newSalt}
    const recorder = new Recorder(store, policies, setting, ({dueMs, asked}) => {
      if (dueMs !== undefined) this.questions.noteDue(dueMs)
      if (onAsked !== undefined) for (const each of asked) onAsked(approvalAt(each, now()))
      onRecorded()
    })
    const journal = new Journal(store, keeper, now, onRecorded)
    this.commits = new GroupCommit((group) => recorder.commit(group))
    this.rehearsal = new Rehearsal(store, policies, keeper, now)
    this.caller = options.caller ?? {}
    this.audit = createAudit({store, notaries, now, journal, policies, newSalt})
    this.checkpointer = new Checkpointer(this.audit, options.schedule)
    this.logs = new StoredLogs(store, archive)
    this.sessions = new StoredSessions(store, journal)
    this.policy = new PolicyLibrary({store, policies, archive, journal})
    this.keys = new Keyring(store, journal, newSalt)
    const {followers} = this
    const {schedule, hold = () => () => {}} = options
    this.questions = new StoredApprovals({store, journal, policies, followers, now, newSalt, schedule, hold})
    this.approvals = this.questions
  }

  enforce(call: Call, options: EnforceOptions = {}): Promise<Decision> {
    return new Promise((resolve, reject) => {
      this.refuseClosed()
      const asked = askedCall(call, this.caller)
      const {eventId} = options
      const terms = this.termsOf(options)
      const event = eventId === undefined ? null : checkedId('eventId', eventId)
      const bytes = bytesOf(asked)
      this.commits.add({kind: 'decision', call: asked, eventId: event, terms, bytes, resolve, reject})
    })
  }

  private termsOf({asker = null, bypass, takesChangedArgs = true}: EnforceOptions): CallTerms {
    return {asker, takesChangedArgs, isBypassed: bypass ?? this.options.bypass === true}
  }

  async test(call: Call, options: RehearsalOptions = {}): Promise<Decision> {
    this.refuseClosed()
    return this.rehearsal.decide(this.rehearsed(call, options))
  }

  async explain(
    call: Call,
    options: RehearsalOptions = {},
  ): Promise<{decision: Decision; explanation: Explanation}> {
    this.refuseClosed()
    return this.rehearsal.explain(this.rehearsed(call, options))
  }

  private rehearsed(call: Call, {asker = null}: RehearsalOptions): CallInTerms {
    return {call: askedCall(call, this.caller), terms: this.termsOf({asker})}
  }

  async report(logId: string, result: CallResult, options: ReportOptions = {}): Promise<void> {
    this.refuseClosed()
    const reported = reportedResult(logId, result, options)
    return new Promise((resolve, reject) => {
      this.commits.add({kind: 'result', reported, bytes: reported.text.length, resolve, reject})
    })
  }

  events(query: EventQuery = {}): AsyncIterable<LedgerEvent> {
    return follow(this.options.store, this.followers, query)
  }

  status(): Promise<Status> {
    return engineStatus(this.options, this.recordability, this.checkpointer.problem)
  }

  checkWritable(): Promise<void> {
    return this.options.store.write(async ({head}) => {
      if (head.seq > 0) await this.keeper.keep(head)
    })
  }

  close(): Promise<void> {
    this.closing ??= this.shutDown()
    return this.closing
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  private onRecorded(): void {
    this.followers.wake()
    this.checkpointer.note()
  }

  private async shutDown(): Promise<void> {
    const {policies, store} = this.options
    await this.commits.settled()
    this.questions.close()
    try {
      await this.checkpointer.finish()
    } finally {
      this.followers.close()
      await this.options.atEnd?.()
      this.keys.close()
      await policies.close()
      await store.close()
    }
  }

  /** Otherwise a call that comes late would wait for ever. */
  private refuseClosed(): void {
    if (this.closing !== undefined)
      throw new TameError('CLOSED', 'This tame was closed: it decides nothing any more')
  }
}

const bytesOf = ({argsText, metadataText}: {argsText: string; metadataText: string | null}): number =>
  argsText.length + (metadataText?.length ?? 0)
