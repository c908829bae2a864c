import type {ApprovalState} from '../ledger/approvals/approval-state.js'
import type {Growth, TreeState} from '../ledger/merkle/entry-tree.js'
import type {Subtree} from '../ledger/merkle/subtree.js'
import type {ReadBody} from '../ledger/verify/kept-entry.js'
import type {LogFilter} from '../model/log-filter.js'
import type {Session, SessionPage, SessionQuery} from '../model/session.js'

/** Where a ledger and its views are kept. Reading one that is not there yet finds it empty, and makes nothing. */
export interface Store {
  readonly kind: 'sqlite' | 'postgres'
  /** As a person would look for it. */
  readonly location: string
  /**
   * One transaction, alone on the ledger among all processes: all that it appends is there durably when this resolves,
   * and nothing of it when this rejects. Calls take turns.
   */
  write<Result>(work: (writer: LedgerWriter) => Promise<Result>, options?: WriteOptions): Promise<Result>
  /** The same questions of one moment, without making a writer wait or waiting for one. */
  read<Result>(work: (reader: LedgerReader) => Promise<Result>): Promise<Result>
  head(): Promise<Head>
  /** Ascending and lazily, so that a million neither fill memory nor wait for the last. */
  entries(range?: EntryRange): AsyncIterable<StoredEntry>
  /** Of the entries, a page at a time. What else is long in them is not read. */
  hashes(range: EntryRange): AsyncIterable<readonly string[]>
  /** A tree with the entries that follow, up to one; it ends early before one that is not there, or does not follow. */
  grow(from: TreeState, upTo: number): Promise<Growth>
  /** The roots of subtrees of entries, as far as they are kept, in their order. Whoever uses them finds out whether they are right. */
  subtrees(): Promise<readonly Subtree[]>
  /** All of one kind, or those of them in a session, oldest first. Of decisions and results there are too many for that. */
  entriesOf(kind: RareKind, sessionId?: string): Promise<readonly StoredEntry[]>
  calls(query: CallQuery): AsyncIterable<StoredCall>
  call(logId: string): Promise<StoredCall | undefined>
  approvals(query: StoredApprovalQuery): AsyncIterable<StoredApproval>
  approval(id: string): Promise<StoredApproval | undefined>
  /** The places of all their steps, ascending. */
  approvalSteps(): AsyncIterable<ApprovalStepPlace>
  /** How many are pending that are not due at this time. */
  pendingApprovals(nowMs: number): Promise<number>
  decisionCounts(): Promise<Readonly<Record<string, number>>>
  session(id: string): Promise<Session | undefined>
  sessions(query: SessionQuery): Promise<SessionPage>
  /**
   * The views, recounted from the entries beside what is kept. Who looks on is shown these entries, all of one moment, a
   * page at a time; and is waited for.
   */
  differingViews(lookOn?: (entries: readonly ReadEntry[]) => Promise<void>): AsyncIterable<ViewDifference>
  policy(hash: string): Promise<StoredPolicy | undefined>
  policies(): AsyncIterable<StoredPolicy>
  /** The smallest first; those of at least so many entries. */
  checkpoints(from?: number): AsyncIterable<StoredCheckpoint>
  lastCheckpoint(): Promise<StoredCheckpoint | undefined>
  /** Whether nothing of what was erased is left in the files. Makes it so, unless others who read are in the way. */
  scrub(): Promise<boolean>
  /** Calls back soon after entries were appended, by whatever process; within 100 ms. Gives what ends it. */
  watch(onChange: () => void): () => void
  close(): Promise<void>
}

export interface WriteOptions {
  /** With all that was written before it, it outlasts a loss of power too, however durable the store is otherwise. */
  readonly isLasting?: boolean
}

/** The last entry of a ledger; `{seq: 0, hash: noHash}` when there is none. */
export interface Head {
  readonly seq: number
  readonly hash: string
}

/** An entry as it is kept. */
export interface StoredEntry {
  readonly seq: number
  readonly atMs: number
  readonly kind: string
  readonly sessionId: string | null
  /** What else points to it: a decision's log id. */
  readonly id: string | null
  /** The caller's own id of a decision's event. */
  readonly eventId: string | null
  /** Canonical JSON. */
  readonly body: string
  /** Hexadecimal digits. */
  readonly hash: string
  /** What enters the body by its salted hash only. Both are null when there is none, or when it was erased. */
  readonly salt: string | null
  readonly content: string | null
}

/** An entry with what its body says; nothing when that is no map. */
export interface ReadEntry {
  readonly entry: StoredEntry
  readonly said: ReadBody | undefined
}

export type RareKind = 'key' | 'note' | 'policy' | 'policy_draft'

export interface EntryRange {
  /** From the one after this. */
  readonly after?: number
  /** Up to this one. */
  readonly upTo?: number
}

/** A decision with its result. */
export interface StoredCall {
  readonly decision: StoredEntry
  readonly result: StoredEntry | null
}

export interface CallQuery extends Omit<LogFilter, 'grep'> {
  readonly order: 'oldest first' | 'newest first'
}

/** A question to a person, with the entries that hold what was shown and said. */
export interface StoredApproval {
  readonly state: ApprovalState
  /** Of the call; nothing when nothing can be run by it any more. */
  readonly seal: string | null
  /** The decision that asked. */
  readonly decision: StoredEntry
  /** Its steps that have a content, or had one. */
  readonly steps: readonly StoredEntry[]
}

export interface ApprovalStepPlace {
  readonly seq: number
  readonly approvalId: string
}

export interface StoredApprovalQuery {
  /** Any of these, as they were recorded; what the clock has decided since may still be pending. */
  readonly statuses?: readonly ApprovalState['status'][]
  readonly sessionId?: string
  readonly agentId?: string
  /** The key that asked; null where none was shown. */
  readonly keyId?: string | null
  readonly order: 'oldest first' | 'newest first'
}

export interface StoredPolicy {
  readonly hash: string
  readonly text: string
  readonly source: string
}

export interface StoredCheckpoint {
  readonly size: number
  readonly note: string
  /** The roots of the whole subtrees that the next one is computed from, left to right; hexadecimal digits. */
  readonly frontier: readonly string[]
}

/** What a view says, and what its entries say. */
export interface ViewDifference {
  readonly view: string
  readonly key: string
  readonly kept: string
  readonly recounted: string
}

/** The ledger at one moment. Everything is asked for in bulk: a group of calls costs a few questions. */
export interface LedgerReader {
  readonly head: Head
  sessions(ids: readonly string[]): Promise<ReadonlyMap<string, Session>>
  /** How often tools were called in a session: those named, or all of them. */
  sessionCalls(sessionId: string, tools: readonly string[] | 'any'): Promise<ReadonlyMap<string, number>>
  /** How many hits each key has after the time given, in the order of the questions. */
  limitCounts(questions: readonly LimitQuestion[]): Promise<readonly number[]>
  callsById(logIds: readonly string[]): Promise<ReadonlyMap<string, StoredCall>>
  callsByEventId(eventIds: readonly string[]): Promise<ReadonlyMap<string, StoredCall>>
  approvalsById(ids: readonly string[]): Promise<ReadonlyMap<string, StoredApproval>>
  /** Those by which a call with one of these seals may be run, or that are pending, the newest first. */
  approvalsBySeal(seals: readonly string[]): Promise<readonly StoredApproval[]>
  /** Those pending that are due at this time, the longest first; at most so many. */
  dueApprovals(nowMs: number, most: number): Promise<readonly StoredApproval[]>
  /** When the next pending one is due. */
  nextDueMs(): Promise<number | undefined>
  /** The hash of the policy whose entry is the last one. */
  policyInForce(): Promise<string | undefined>
}

/** The ledger while nobody else can write to it. */
export interface LedgerWriter extends LedgerReader {
  append(changes: Changes): Promise<void>
}

export interface LimitQuestion {
  readonly key: string
  readonly afterMs: number
}

/** What a transaction adds. All counts are whole, not differences. */
export interface Changes {
  /** Consecutive from the head. */
  readonly entries: readonly StoredEntry[]
  readonly sessions?: readonly Session[]
  readonly sessionCalls?: readonly {
    readonly sessionId: string
    readonly tool: string
    readonly count: number
  }[]
  /** `expiredMs`: hits of this key up to then are never asked for again. */
  readonly limitHits?: readonly {readonly key: string; readonly atMs: number; readonly expiredMs: number}[]
  /** Which entry holds the result of which call. */
  readonly results?: readonly {readonly callSeq: number; readonly seq: number}[]
  /** Approvals as they are then. */
  readonly approvals?: readonly Pick<StoredApproval, 'state' | 'seal'>[]
  readonly policies?: readonly StoredPolicy[]
  /** Entries whose content and salt, and what is found by them, are to be gone from the file, not only from its tables. */
  readonly erased?: readonly number[]
  readonly checkpoint?: StoredCheckpoint
  /** What proofs are made of; whatever is kept there gives way. */
  readonly subtrees?: readonly Subtree[]
}
