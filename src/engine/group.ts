import {TameError} from '../errors.js'
import {decisionBodyText} from '../ledger/bodies/decision-body.js'
import {contentHash} from '../ledger/content-hash.js'
import {type AskedCall, callText} from '../model/asked-call.js'
import type {Verdict} from '../model/verdict.js'
import type {PolicyNeeds} from '../policy/candidates.js'
import type {StoredApproval, StoredEntry} from '../store/store.js'
import type {ApprovalBook} from './approvals/approval-book.js'
import {question} from './approvals/question.js'
import {type Ruling, ruleOn} from './approvals/ruling.js'
import {decisionContent, shownDecision} from './decision-content.js'
import type {Draft} from './draft.js'
import type {EventAnswers} from './event-answers.js'
import {type DecisionJob, type Job, keyIdOf, type ResultJob, type Settle} from './job.js'
import {type Kept, type LedgerKeeper, ledgerBody} from './ledger-keeper.js'
import {limitKey} from './limit-key.js'
import type {NewId} from './new-id.js'
import type {PolicyArchive} from './policy-archive.js'
import type {PolicyMemory} from './policy-memory.js'
import type {SuppliedPolicy} from './policy-supply.js'
import type {RecentCalls} from './recent-calls.js'
import type {ResultRecorder} from './result-recorder.js'
import {newSession, SessionTally} from './session-tally.js'
import type {Surveyed} from './survey.js'
import {toldDecision} from './told-decision.js'

/** What a group is worked out with. */
export interface GroupSetting {
  readonly keeper: LedgerKeeper
  readonly archive: PolicyArchive
  readonly memory: PolicyMemory
  readonly recent: RecentCalls
  readonly now: () => number
  readonly newId: NewId
  readonly newSalt: () => string
}

/** What a group begins with. */
export interface GroupParts {
  /** By call, what an approval of it is bound to; none where nobody has to be asked. */
  readonly seals: ReadonlyMap<DecisionJob, string>
  readonly book: ApprovalBook
  readonly supplied: SuppliedPolicy
  readonly kept: Kept | undefined
  readonly events: EventAnswers
  readonly known: Surveyed
  readonly draft: Draft
  readonly lastPolicy: string | undefined
  readonly recorder: ResultRecorder
}

/** So long what a limit counted is kept beyond its window: a clock may be ahead for a while, and a window be made longer. */
const sparedMs = 24 * 3_600_000

/** Jobs that are recorded in one transaction. */
export class Group {
  readonly draft: Draft
  readonly kept: Kept | undefined
  private isBegun = false

  constructor(
    private readonly setting: GroupSetting,
    private readonly parts: GroupParts,
  ) {
    this.draft = parts.draft
    this.kept = parts.kept
  }

  get asked(): readonly StoredApproval[] {
    return this.parts.book.asked
  }

  get policyHash(): string | undefined {
    return this.isBegun ? this.parts.supplied.policy.hash : this.parts.lastPolicy
  }

  settle(job: Job): Settle | Promise<Settle> {
    try {
      if (job.kind === 'result') return this.addResult(job)
      return this.parts.events.again(job) ?? this.addDecision(job)
    } catch (error) {
      return () => job.reject(error)
    }
  }

  private addResult(job: ResultJob): Settle {
    const {draft, parts} = this
    const added = parts.recorder.record(job.reported)
    if (added !== undefined) {
      draft.results.push({callSeq: added.callSeq, seq: draft.add(added.entry).seq})
      this.addCost(added.sessionId, added.cost)
    }
    return () => job.resolve()
  }

  private addCost(sessionId: string | null, cost: number): void {
    const session = sessionId === null ? undefined : this.parts.known.sessions.get(sessionId)
    if (session === undefined || cost === 0) return
    session.addCost(cost)
    this.draft.touch(session)
  }

  private addDecision(job: DecisionJob): Settle {
    const {known, supplied, seals} = this.parts
    const {call, eventId} = job
    this.refuseForeign(job)
    const {policy} = supplied
    const seal = seals.get(job)
    const ruling = this.ruleOn(job, seal)
    const {verdict, facts} = ruling
    const shown = shownDecision(policy, call, verdict)
    const approvalId = this.approvalIdOf(ruling, seal)
    const callSeal = eventId === null ? null : this.notary.seal(callText(call))
    const approvalSeal = approvalId === null ? null : (seal ?? null)
    const counts = this.countsOf(call.sessionId)
    const content = decisionContent({shown, facts, approval: verdict.approval, callSeal, approvalSeal})
    this.begin()
    const logId = this.setting.newId(this.draft.nextSeq)
    if (shown.isCallRedacted) this.setting.recent.note(logId, call)
    const entry = this.append({job, verdict, logId, approvalId, content})
    if (approvalId !== null && seal !== undefined) this.stepBy(entry, {job, ruling, approvalId, logId, seal})
    if (call.sessionId !== null) this.advanceSession(call.sessionId, job, verdict, counts)
    if (verdict.countsToward.length > 0)
      this.advanceLimits(call, verdict, policy.candidatesFor(call.tool).needs)
    const told = {logId, sessionId: call.sessionId, nowMs: known.nowMs, approvalId}
    const decision = toldDecision(verdict, shown, verdict.args, told)
    this.parts.events.note(job, decision)
    return () => job.resolve(decision)
  }

  private ruleOn({call, terms}: DecisionJob, seal: string | undefined): Ruling {
    const {known, supplied, book} = this.parts
    const approvals = seal === undefined ? [] : book.ofSeal(seal)
    return ruleOn({call, terms, policy: supplied.policy, known}, approvals)
  }

  /** Of the one that is asked about already, or spent, or of a new one. */
  private approvalIdOf({verdict, approval}: Ruling, seal: string | undefined): string | null {
    if (approval !== null) return approval.state.id
    if (verdict.effect !== 'approve') return null
    if (seal === undefined) throw new Error('A person is to be asked about a call that was not sealed')
    return this.setting.newId()
  }

  /** The step that a decision means for its approval; directly after it, so that they are found together. */
  private stepBy(entry: StoredEntry, {job, ruling, approvalId, logId, seal}: DecisionStep): void {
    const {book, known} = this.parts
    const {verdict, approval} = ruling
    const place = {log_id: logId, call_seq: entry.seq}
    if (verdict.effect !== 'approve' && approval !== null) book.take(approval, {step: 'spent', ...place})
    if (verdict.effect === 'approve' && approval === null)
      book.ask(question(job, verdict, {...place, approval_id: approvalId}, known.nowMs), seal, entry)
  }

  /** Another's session has counts and limits of its own, which are nobody else's to use up. */
  private refuseForeign({call: {sessionId}, terms: {asker}}: DecisionJob): void {
    if (sessionId === null || asker === null || asker.anySession) return
    const session = this.parts.known.sessions.get(sessionId)
    if (session !== undefined && session.openedBy !== asker.keyId) throw sessionNotYours(sessionId)
  }

  private get notary(): Kept['notary'] {
    if (this.kept === undefined) throw new Error('The ledger has no notary')
    return this.kept.notary
  }

  private append({job, verdict, logId, approvalId, content}: NewDecision): StoredEntry {
    const {call, eventId, terms} = job
    const salt = this.setting.newSalt()
    const body = decisionBodyText({
      log_id: logId,
      event_id: eventId,
      agent_id: call.agentId,
      user_id: call.userId,
      key_id: keyIdOf(job),
      tool_name: call.tool,
      decision: verdict.effect,
      ruling: verdict.ruling,
      enforced: verdict.enforced,
      bypassed: terms.isBypassed,
      rule_name: verdict.ruleName,
      policy_version: verdict.policyVersion,
      policy_hash: verdict.policyHash,
      approval_id: approvalId,
      cost: verdict.cost,
      counts_toward: verdict.countsToward,
      content: contentHash(salt, content),
    })
    const {sessionId} = call
    return this.draft.add({kind: 'decision', sessionId, id: logId, eventId, body, salt, content})
  }

  /** What must come before the first decision: whose ledger it is, and by which policy calls are decided. */
  private begin(): void {
    if (this.isBegun) return
    this.isBegun = true
    const {supplied, lastPolicy, kept} = this.parts
    if (this.draft.isAtBeginning && kept !== undefined) this.draft.addLedger(ledgerBody(kept))
    if (lastPolicy !== supplied.policy.hash) this.draft.addPolicy(supplied, lastPolicy)
  }

  /** Asked before anything is kept: what fails afterwards would be recorded and yet refused. */
  private countsOf(sessionId: string | null): Map<string, number> {
    const counts = sessionId === null ? new Map() : this.parts.known.sessionCalls.get(sessionId)
    if (counts === undefined) throw new Error(`The calls of the session ${sessionId} were not looked up`)
    return counts
  }

  private advanceSession(
    id: string,
    {call, terms}: DecisionJob,
    verdict: Verdict,
    counts: Map<string, number>,
  ): void {
    const {nowMs, sessions} = this.parts.known
    let session = sessions.get(id)
    if (session === undefined) {
      session = new SessionTally(newSession(id, call, terms.asker?.keyId ?? null, nowMs))
      sessions.set(id, session)
    }
    session.addCall(verdict, nowMs)
    this.draft.touch(session)
    counts.set(call.tool, (counts.get(call.tool) ?? 0) + 1)
    this.draft.touchCalls(id, call.tool, counts)
  }

  private advanceLimits(call: AskedCall, {countsToward}: Verdict, {limits}: PolicyNeeds): void {
    const {limits: counts, nowMs} = this.parts.known
    for (const limit of limits) {
      if (!countsToward.includes(limit.ruleName)) continue
      const key = limitKey(limit, call)
      counts.add(key)
      this.draft.limitHits.push({key, atMs: nowMs, expiredMs: nowMs - limit.windowMs - sparedMs})
    }
  }
}

const sessionNotYours = (id: string): TameError =>
  new TameError(
    'SESSION_NOT_YOURS',
    `The session ${JSON.stringify(id.slice(0, 100))} was opened with another key`,
    {
      suggestions: ['Take a session id of your own'],
    },
  )

interface NewDecision {
  readonly job: DecisionJob
  readonly verdict: Verdict
  readonly logId: string
  readonly approvalId: string | null
  readonly content: string
}

interface DecisionStep {
  readonly job: DecisionJob
  readonly ruling: Ruling
  readonly approvalId: string
  readonly logId: string
  readonly seal: string
}
