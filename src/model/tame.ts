import type {Approval, ApprovalQuery, GivenAnswer, GivenCancellation, WaitOptions} from './approval.js'
import type {Checkpoint, Erasure, ErasureTarget, Note, NoteReceipt, Proof, Verification} from './audit.js'
import type {Call} from './call.js'
import type {CallResult} from './call-result.js'
import type {Decision} from './decision.js'
import type {Explanation} from './explanation.js'
import type {Key, NewKey, Role} from './key.js'
import type {EventQuery, LedgerEvent} from './ledger-event.js'
import type {LogQuery} from './log-filter.js'
import type {LogRecord} from './log-record.js'
import type {PolicyInForce} from './policy-in-force.js'
import type {PolicyRule} from './policy-rule.js'
import type {PolicyCheck, PolicyVersion} from './policy-version.js'
import type {Session, SessionPage, SessionQuery} from './session.js'
import type {Status} from './status.js'

/** Everything a person or program can ask of tame, here or on a server. Every refusal is a `TameError`. */
export interface Tame extends AsyncDisposable {
  /** Decides a call and records it. When it rejects, nothing is recorded as decided and the call must not run. */
  enforce(call: Call, options?: EnforceOptions): Promise<Decision>
  /**
   * Decides a call as if it were made now, and records nothing: an approval that it would spend is named, and not spent.
   * Nothing is to be run with its arguments: secrets are hidden.
   */
  test(call: Call, options?: RehearsalOptions): Promise<Decision>
  /** The same, with all that led to the decision. */
  explain(
    call: Call,
    options?: RehearsalOptions,
  ): Promise<{readonly decision: Decision; readonly explanation: Explanation}>
  /** Records what came of a call. Once: a second, different report is refused. */
  report(logId: string, result: CallResult, options?: ReportOptions): Promise<void>
  readonly logs: Logs
  readonly sessions: Sessions
  readonly approvals: Approvals
  readonly policy: PolicyDesk
  readonly audit: Audit
  readonly keys: Keys
  /** What is recorded, as it is recorded, by any process; ends only by its signal or with `close`. */
  events(query?: EventQuery): AsyncIterable<LedgerEvent>
  status(): Promise<Status>
  /** Finishes what is under way; resolves when all of it is recorded. */
  close(): Promise<void>
}

export interface EnforceOptions {
  /** The caller's own id of the event: the same one gives the first answer again, so that a retry counts once. */
  readonly eventId?: string
  /** Lets the call run whatever the policy says of it; the record says that, and what the policy said. */
  readonly bypass?: boolean
  /** Who asks, where tame decides for others. Left out where it decides for whoever runs it. */
  readonly asker?: Asker | null
  /** false: the caller would run the call with its own arguments in any case. Where they must be changed, it is denied. */
  readonly takesChangedArgs?: boolean
}

export type RehearsalOptions = Pick<EnforceOptions, 'asker'>

/** Who asks a server. */
export interface Asker {
  /** The key that was shown; null for one on the same machine who showed none. */
  readonly keyId: string | null
  /** Whether sessions that another key opened are open to it. */
  readonly anySession: boolean
}

export interface ReportOptions {
  /** Refuses the report when the call is not of this session. */
  readonly sessionId?: string
}

export interface Logs {
  list(query?: LogQuery): AsyncIterable<LogRecord>
  get(logId: string): Promise<LogRecord>
  /** Explains a recorded decision by the policy of its time, and decides it again. */
  explain(logId: string): Promise<RecordedExplanation>
}

/** How a recorded decision looks when it is decided again as it was then. */
export interface RecordedExplanation {
  readonly record: LogRecord
  /** Nothing when the call was erased, or when the policy of its time is not to be read any more. */
  readonly explanation: Explanation | null
  /** `unknown`: what was hidden or erased may have mattered. */
  readonly again: 'same' | 'different' | 'unknown'
  /** What is not the same, or why it can't be told. */
  readonly why: string | null
}

export interface Sessions {
  list(query?: SessionQuery): Promise<SessionPage>
  get(id: string): Promise<Session>
  /** Puts a session away, and says how long it is kept at least; never shorter than was said before. */
  archive(id: string, options: ArchiveOptions): Promise<Archived>
}

export interface ArchiveOptions {
  readonly by: string
  readonly retentionDays: number
}

export interface Archived {
  readonly sessionId: string
  readonly calls: number
  readonly retainedUntilMs: number
}

/** Questions to people. Each step of one is recorded, and told as an event of the kind `approval`. */
export interface Approvals {
  list(query?: ApprovalQuery): AsyncIterable<Approval>
  get(id: string): Promise<Approval>
  /** What became of it by the answer. Rejects with APPROVAL_RESOLVED, which tells who was first, when it was resolved before. */
  answer(id: string, answer: GivenAnswer): Promise<Approval>
  /** Takes a question back. */
  cancel(id: string, cancellation: GivenCancellation): Promise<Approval>
  /** Resolves as soon as it is resolved, by whomever. Rejects with APPROVAL_TIMEOUT when that takes too long. */
  wait(id: string, options?: WaitOptions): Promise<Approval>
}

export interface PolicyDesk {
  /** The policy in force. Rejects when there is none, or none that is sound. */
  current(): Promise<PolicyInForce>
  /** The text of a policy that was in force once. */
  text(hash: string): Promise<string>
  /** The rules of the policy in force, in their order. */
  rules(): Promise<readonly PolicyRule[]>
  /** What a text would be worth as a policy. */
  check(text: string): Promise<PolicyCheck>
  /** Takes in a policy. Rejects one that is not sound, and a version that another text has. */
  create(text: string, options: CreatePolicyOptions): Promise<PolicyVersion>
  /** Puts in force what its file says now. Rejects when that is not sound; then the one in force stays. */
  reload(): Promise<{readonly before: PolicyInForce | null; readonly now: PolicyInForce}>
  /** Those that are or were in force or were taken in, the newest first. */
  versions(): Promise<readonly PolicyVersion[]>
}

export interface CreatePolicyOptions {
  readonly description: string | null
  readonly createdBy: string
  /** Whether it is put in force at once. */
  readonly activate: boolean
}

/** Who may ask a server. */
export interface Keys {
  create(name: string, role: Role): Promise<NewKey>
  /** The oldest first, those that were revoked too. */
  list(): Promise<readonly Key[]>
  revoke(id: string): Promise<Key>
}

export interface Audit {
  verify(options?: VerifyOptions): Promise<Verification>
  checkpoint(): Promise<Checkpoint>
  proof(logId: string, options?: ProofOptions): Promise<Proof>
  /** Lines of JSON that verify by themselves. */
  export(query?: LogQuery): AsyncIterable<string>
  /** Puts on record what is no call. As an event it is of the kind `note`. */
  note(note: Note): Promise<NoteReceipt>
  erase(target: ErasureTarget, reason: string): Promise<Erasure>
}

export interface ProofOptions {
  /** Whether a checkpoint may be signed, where none covers the call yet. It is, unless this says no. */
  readonly sign?: boolean
}

export interface VerifyOptions {
  /** A checkpoint that was put by: the ledger must still hold what it states. */
  readonly checkpoint?: string
  /** Told now and then how many entries were looked at, of how many. */
  readonly onProgress?: (done: number, total: number) => void
}
