import {TameError} from '../errors.js'
import type {Notaries} from '../ledger/notary.js'
import type {Call} from '../model/call.js'
import type {CallResult} from '../model/call-result.js'
import type {Decision} from '../model/decision.js'
import type {Explanation} from '../model/explanation.js'
import type {EventQuery, LedgerEvent} from '../model/ledger-event.js'
import type {Session, SessionPage, SessionQuery} from '../model/session.js'
import type {Status} from '../model/status.js'
import type {Audit, EnforceOptions, Logs, PolicyDesk, ReportOptions, Sessions, Tame} from '../model/tame.js'
import type {Store} from '../store/store.js'
import {askedCall, type CallDefaults, checkedId} from './asked-call.js'
import {createAudit} from './audit/audit.js'
import {Checkpointer, type Schedule} from './checkpointer.js'
import {follow} from './events.js'
import {Followers} from './followers.js'
import {GroupCommit} from './group-commit.js'
import type {Job} from './job.js'
import {LedgerKeeper} from './ledger-keeper.js'
import {StoredLogs} from './logs.js'
import {PolicyArchive} from './policy-archive.js'
import {policyInForce} from './policy-in-force.js'
import {PolicyMemory} from './policy-memory.js'
import type {PolicySupply} from './policy-supply.js'
import {Recorder} from './recorder.js'
import {Rehearsal} from './rehearsal.js'
import {reportedResult} from './reported.js'
import {engineStatus} from './status.js'

export interface EngineOptions {
  readonly store: Store
  readonly notaries: Notaries
  readonly policies: PolicySupply
  readonly now: () => number
  /** Ids that sort by the time they were made. */
  readonly newId: () => string
  /** 16 random bytes in hexadecimal digits. */
  readonly newSalt: () => string
  readonly schedule: Schedule
  /** Of tame, for its status. */
  readonly version: string
  /** Lets every call run, and records that it was let. */
  readonly bypass?: boolean
  /** Who calls, where a call does not say. */
  readonly caller?: CallDefaults
}

/** tame in this process: decides, records, and only then answers. */
export const createEngine = (options: EngineOptions): Tame => new Engine(options)

class Engine implements Tame {
  readonly logs: Logs
  readonly sessions: Sessions
  readonly policy: PolicyDesk
  readonly audit: Audit
  private readonly commits: GroupCommit<Job>
  private readonly followers: Followers
  private readonly checkpointer: Checkpointer
  private readonly rehearsal: Rehearsal
  private readonly caller: CallDefaults
  private closing: Promise<void> | undefined

  constructor(private readonly options: EngineOptions) {
    const {store, notaries, policies, now, newId, newSalt, bypass: isBypassed = false} = options
    const archive = new PolicyArchive(store)
    const keeper = new LedgerKeeper(store, notaries, newId)
    this.followers = new Followers(store)
    const recorder = new Recorder(
      store,
      policies,
      {keeper, archive, memory: new PolicyMemory(), now, newId, newSalt, isBypassed},
      () => this.onRecorded(),
    )
    this.commits = new GroupCommit((group) => recorder.commit(group))
    this.rehearsal = new Rehearsal(store, policies, {now, isBypassed})
    this.caller = options.caller ?? {}
    this.audit = createAudit({store, notaries, now})
    this.checkpointer = new Checkpointer(this.audit, options.schedule)
    this.logs = new StoredLogs(store, archive)
    this.sessions = storedSessions(store)
    this.policy = {
      current: async () => policyInForce(await policies.current(), policies.problem),
      text: (hash) => archive.text(hash),
    }
  }

  enforce(call: Call, options: EnforceOptions = {}): Promise<Decision> {
    return new Promise((resolve, reject) => {
      this.refuseClosed()
      const {eventId} = options
      const asked = askedCall(call, this.caller)
      const event = eventId === undefined ? null : checkedId('eventId', eventId)
      const bytes = bytesOf(asked)
      this.commits.add({kind: 'decision', call: asked, eventId: event, bytes, resolve, reject})
    })
  }

  async test(call: Call): Promise<Decision> {
    this.refuseClosed()
    return this.rehearsal.decide(askedCall(call, this.caller))
  }

  async explain(call: Call): Promise<{decision: Decision; explanation: Explanation}> {
    this.refuseClosed()
    return this.rehearsal.explain(askedCall(call, this.caller))
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
    return engineStatus(this.options, this.checkpointer.problem)
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
    try {
      await this.checkpointer.finish()
    } finally {
      this.followers.close()
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

const storedSessions = (store: Pick<Store, 'session' | 'sessions'>): Sessions => ({
  list: (query: SessionQuery = {}): Promise<SessionPage> => store.sessions(query),
  async get(id: string): Promise<Session> {
    const session = await store.session(id)
    if (session !== undefined) return session
    throw new TameError(
      'SESSION_NOT_FOUND',
      `No call of a session ${JSON.stringify(id.slice(0, 100))} was recorded`,
    )
  },
})
