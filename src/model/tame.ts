import type {Checkpoint, Erasure, ErasureTarget, Proof, Verification} from './audit.js'
import type {Call} from './call.js'
import type {CallResult} from './call-result.js'
import type {Decision} from './decision.js'
import type {Explanation} from './explanation.js'
import type {EventQuery, LedgerEvent} from './ledger-event.js'
import type {LogQuery} from './log-filter.js'
import type {LogRecord} from './log-record.js'
import type {PolicyInForce} from './policy-in-force.js'
import type {Session, SessionPage, SessionQuery} from './session.js'
import type {Status} from './status.js'

/** Everything a person or program can ask of tame, here or on a server. Every refusal is a `TameError`. */
export interface Tame extends AsyncDisposable {
  /** Decides a call and records it. When it rejects, nothing is recorded as decided and the call must not run. */
  enforce(call: Call, options?: EnforceOptions): Promise<Decision>
  /** Decides a call as if it were made now, and records nothing. Nothing is to be run with its arguments: secrets are hidden. */
  test(call: Call): Promise<Decision>
  /** The same, with all that led to the decision. */
  explain(call: Call): Promise<{readonly decision: Decision; readonly explanation: Explanation}>
  /** Records what came of a call. Once: a second, different report is refused. */
  report(logId: string, result: CallResult, options?: ReportOptions): Promise<void>
  readonly logs: Logs
  readonly sessions: Sessions
  readonly policy: PolicyDesk
  readonly audit: Audit
  /** What is recorded, as it is recorded, by any process; ends only by its signal or with `close`. */
  events(query?: EventQuery): AsyncIterable<LedgerEvent>
  status(): Promise<Status>
  /** Finishes what is under way; resolves when all of it is recorded. */
  close(): Promise<void>
}

export interface EnforceOptions {
  /** The caller's own id of the event: the same one gives the first answer again, so that a retry counts once. */
  readonly eventId?: string
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
}

export interface PolicyDesk {
  /** The policy in force. Rejects when there is none, or none that is sound. */
  current(): Promise<PolicyInForce>
  /** The text of a policy that was in force once. */
  text(hash: string): Promise<string>
}

export interface Audit {
  verify(options?: VerifyOptions): Promise<Verification>
  checkpoint(): Promise<Checkpoint>
  proof(logId: string, options?: ProofOptions): Promise<Proof>
  /** Lines of JSON that verify by themselves. */
  export(query?: LogQuery): AsyncIterable<string>
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
