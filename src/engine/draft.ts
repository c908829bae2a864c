import type {LedgerBody} from '../ledger/bodies/ledger-body.js'
import type {PolicyBody} from '../ledger/bodies/policy-body.js'
import {sealEntry} from '../ledger/entry.js'
import {canonicalJson} from '../model/canonical-json.js'
import type {EntryKind} from '../model/entry-kind.js'
import type {Changes, Head, StoredApproval, StoredEntry, StoredPolicy} from '../store/store.js'
import type {SuppliedPolicy} from './policy-supply.js'
import type {SessionTally} from './session-tally.js'

/** An entry before it has its place. */
export interface EntryDraft {
  readonly kind: EntryKind
  readonly sessionId: string | null
  readonly id: string | null
  readonly eventId: string | null
  readonly body: string
  readonly salt: string | null
  readonly content: string | null
}

type Writable<Type> = {-readonly [Key in keyof Type]: Type[Key]}
type Lists = {[Key in 'limitHits' | 'results' | 'policies']: Writable<NonNullable<Changes[Key]>>}

/** What a transaction is going to append. */
export class Draft {
  readonly entries: StoredEntry[] = []
  readonly limitHits: Lists['limitHits'][number][] = []
  readonly results: Lists['results'][number][] = []
  private readonly policies: Lists['policies'][number][] = []
  private readonly approvals = new Map<string, Pick<StoredApproval, 'state' | 'seal'>>()
  private readonly sessions = new Set<SessionTally>()
  private readonly counts = new Map<string, ReadonlyMap<string, number>>()
  private readonly calledTools = new Map<string, Set<string>>()
  /** Of the last entry. */
  hash: string
  private seq: number

  constructor(
    head: Head,
    readonly nowMs: number,
  ) {
    this.seq = head.seq
    this.hash = head.hash
  }

  add({kind, sessionId, id, eventId, body, salt, content}: EntryDraft): StoredEntry {
    const seq = this.nextSeq
    const hash = sealEntry({seq, atMs: this.nowMs, kind, sessionId, prev: this.hash, body})
    const entry = {seq, atMs: this.nowMs, kind, sessionId, id, eventId, body, hash, salt, content}
    this.entries.push(entry)
    this.seq = seq
    this.hash = hash
    return entry
  }

  /** Of the entry that comes next. */
  get nextSeq(): number {
    return this.seq + 1
  }

  /** The first entry of a ledger. */
  addLedger(body: LedgerBody): void {
    this.addPlain('ledger', {...body})
  }

  /** What decisions of another policy than the last one must come after. */
  addPolicy({policy, text, source}: SuppliedPolicy, previous: string | undefined): void {
    const body: PolicyBody = {
      policy_hash: policy.hash,
      policy_version: policy.version,
      rules_count: policy.rules.length,
      source,
      previous_hash: previous ?? null,
    }
    this.addPlain('policy', {...body})
    this.keepPolicy({hash: policy.hash, text, source})
  }

  /** What is said in its body alone. */
  addPlain(kind: EntryKind, body: Record<string, unknown>, sessionId: string | null = null): void {
    const nothing = {sessionId, id: null, eventId: null, salt: null, content: null}
    this.add({kind, body: canonicalJson(body), ...nothing})
  }

  keepPolicy(policy: StoredPolicy): void {
    this.policies.push(policy)
  }

  /** Keeps what a session and its counts are when all is added. */
  touch(session: SessionTally): void {
    this.sessions.add(session)
  }

  touchCalls(sessionId: string, tool: string, counts: ReadonlyMap<string, number>): void {
    this.counts.set(sessionId, counts)
    const called = this.calledTools.get(sessionId)
    if (called === undefined) this.calledTools.set(sessionId, new Set([tool]))
    else called.add(tool)
  }

  /** Keeps what an approval is when all is added. */
  touchApproval(approval: Pick<StoredApproval, 'state' | 'seal'>): void {
    this.approvals.set(approval.state.id, approval)
  }

  /** Those that take a step. */
  get touchedApprovals(): Iterable<Pick<StoredApproval, 'state'>> {
    return this.approvals.values()
  }

  get isAtBeginning(): boolean {
    return this.seq === 0
  }

  get isEmpty(): boolean {
    return this.entries.length === 0
  }

  changes(): Changes {
    const {entries, limitHits, results, policies} = this
    return {
      entries,
      limitHits,
      results,
      policies,
      approvals: [...this.approvals.values()],
      sessions: [...this.sessions],
      sessionCalls: this.sessionCalls(),
    }
  }

  private sessionCalls(): NonNullable<Changes['sessionCalls']> {
    return [...this.calledTools].flatMap(([sessionId, tools]) =>
      [...tools].map((tool) => ({sessionId, tool, count: this.counts.get(sessionId)?.get(tool) ?? 0})),
    )
  }
}
