import {type ApprovalState, afterStep, askedState, isOver} from '../approvals/approval-state.js'
import {readStep} from '../approvals/read-step.js'
import {stepFault} from '../approvals/step-fault.js'
import type {ApprovalBody} from '../bodies/approval-body.js'
import type {Findings} from './findings.js'
import {type KeptEntry, type ReadBody, readBody} from './kept-entry.js'

/** A decision that asks, or that runs on the strength of an approval. */
interface Claim {
  readonly seq: number
  readonly logId: unknown
  readonly effect: unknown
  readonly tool: unknown
  readonly rule: unknown
  readonly sessionId: string | null
  /** Of the call; nothing when it was erased. */
  readonly seal: unknown
}

interface Open {
  readonly state: ApprovalState
  readonly asked: Claim | undefined
}

type Entry = Pick<KeptEntry, 'seq' | 'atMs' | 'kind' | 'sessionId' | 'content'>

interface ApprovalsOptions {
  /** false: of an approval's steps all are there, of the calls that took them perhaps not. */
  readonly isWhole: boolean
}

/** Whether every call that ran on the strength of an approval is the one that was approved, after it was, and as often. */
export class Approvals {
  /** Those that may still take a step. */
  private readonly open = new Map<string, Open>()
  /** The decision whose step must be the next entry. */
  private awaited: {readonly claim: Claim; readonly id: string; readonly step: 'asked' | 'spent'} | undefined

  /** Calls of which nothing shows that they were approved, where not all is there. */
  private unshown = 0

  constructor(
    private readonly findings: Findings,
    private readonly options: ApprovalsOptions = {isWhole: true},
  ) {}

  add(entry: Entry, body: ReadBody): void {
    const {awaited} = this
    this.awaited = undefined
    if (entry.kind === 'approval') this.addStep(entry, {body, step: readStep(body), awaited})
    else if (awaited !== undefined) this.missing(awaited)
    if (entry.kind === 'decision') this.addDecision(entry, body)
  }

  finish(): void {
    if (this.awaited !== undefined) this.missing(this.awaited)
    if (this.unshown > 0)
      this.findings.remark(
        null,
        `${this.unshown} of its calls name an approval of which it holds no such step`,
      )
  }

  private missing({claim, id, step}: NonNullable<Approvals['awaited']>): void {
    if (!this.options.isWhole) {
      this.unshown++
      return
    }
    const what = step === 'asked' ? 'it asks for an approval that was never opened' : 'it spends no approval'
    this.findings.fail(claim.seq, what, `${step} ${id}`, null)
  }

  private addDecision(entry: Entry, body: ReadBody): void {
    const {approval_id: id} = body
    const claim = claimOf(entry, body)
    if (typeof id !== 'string') this.checkUnapproved(claim, body)
    else if (claim.effect !== 'approve') this.awaited = {claim, id, step: 'spent'}
    else if (this.open.has(id)) this.compare(claim, this.open.get(id))
    else this.awaited = {claim, id, step: 'asked'}
  }

  /** What a rule asks about runs only when it was approved, unless the rule was not in force. */
  private checkUnapproved({seq, effect}: Claim, {ruling, enforced}: ReadBody): void {
    if (ruling !== 'approve' || enforced !== true || (effect !== 'allow' && effect !== 'sanitize')) return
    this.findings.fail(seq, 'it runs what a rule asks about without an approval', 'an approval', null)
  }

  private addStep(entry: Entry, {body, step, awaited}: SaidStep): void {
    if (step === undefined) {
      if (awaited !== undefined) this.missing(awaited)
      this.findings.fail(entry.seq, 'it is no step of an approval', 'a step', body)
      return
    }
    const claim = awaited?.id === step.approval_id && awaited.step === step.step ? awaited.claim : undefined
    if (awaited !== undefined && claim === undefined) this.missing(awaited)
    if (step.step === 'asked') this.addQuestion(entry, step, claim)
    else this.advance(entry, step, claim)
  }

  private addQuestion(
    {seq, atMs, sessionId}: Entry,
    body: ApprovalBody & {step: 'asked'},
    claim: Claim | undefined,
  ): void {
    const isOfClaim = claim !== undefined && claim.logId === body.log_id && claim.seq === body.call_seq
    if (!isOfClaim && !this.isElsewhere(claim))
      this.findings.fail(seq, 'no decision asks for this approval', body.log_id, claim?.logId)
    if (this.open.has(body.approval_id))
      this.findings.fail(seq, 'an approval was asked for twice', null, body.approval_id)
    const state = askedState({seq, atMs, sessionId}, body)
    const open = {state, asked: claim}
    if (claim !== undefined) this.compare(claim, open)
    this.open.set(body.approval_id, open)
  }

  private advance({seq, atMs, sessionId}: Entry, body: ApprovalBody, claim: Claim | undefined): void {
    const open = this.open.get(body.approval_id)
    if (open === undefined) {
      this.findings.fail(seq, `it is ${body.step}, and no such approval is open`, null, body.approval_id)
      return
    }
    const fault = stepFault(open.state, body, atMs)
    if (fault !== undefined) this.findings.fail(seq, `the approval can't be ${body.step}`, 'a step', fault)
    if (body.step === 'spent') this.checkRun(seq, body, claim, open)
    const state = afterStep(open.state, {seq, atMs, sessionId, body})
    if (isOver(state)) this.open.delete(state.id)
    else this.open.set(state.id, {...open, state})
  }

  private checkRun(
    seq: number,
    body: ApprovalBody & {step: 'spent'},
    claim: Claim | undefined,
    open: Open,
  ): void {
    if (this.isElsewhere(claim)) return
    if (claim === undefined || claim.logId !== body.log_id || claim.seq !== body.call_seq)
      this.findings.fail(seq, 'the approval was spent by no call', body.log_id, claim?.logId)
    else {
      this.compare(claim, open)
      this.compareArguments(claim, open)
    }
  }

  /** Whether the call that took a step may be one that is not here. */
  private isElsewhere(claim: Claim | undefined): boolean {
    return claim === undefined && !this.options.isWhole
  }

  /** What was edited runs as it was edited: its decision says that the arguments were changed. */
  private compareArguments({seq, effect}: Claim, {state: {editSeq}}: Open): void {
    const expected = editSeq === null ? 'allow' : 'sanitize'
    if (effect !== expected)
      this.findings.fail(seq, 'it does not run with the arguments that were approved', expected, effect)
  }

  /** Whether a call is the one that the approval is about. */
  private compare(claim: Claim, open: Open | undefined): void {
    if (open === undefined) return
    const {state, asked} = open
    const isSame =
      claim.tool === state.tool &&
      claim.rule === state.ruleName &&
      claim.sessionId === state.sessionId &&
      (asked === undefined || isSameSeal(claim.seal, asked.seal))
    if (isSame) return
    this.findings.fail(
      claim.seq,
      'the approval is of another call',
      `${state.tool} as asked by ${state.logId}`,
      `${String(claim.tool)}, ${String(claim.logId)}`,
    )
  }
}

/** What was erased can't be compared any more. */
const isSameSeal = (one: unknown, other: unknown): boolean =>
  one === undefined || other === undefined || one === other

interface SaidStep {
  readonly body: ReadBody
  /** Nothing when it says none. */
  readonly step: ApprovalBody | undefined
  readonly awaited: Approvals['awaited']
}

const claimOf = ({seq, sessionId, content}: Entry, body: ReadBody): Claim => ({
  seq,
  logId: body['log_id'],
  effect: body['decision'],
  tool: body['tool_name'],
  rule: body['rule_name'],
  sessionId,
  seal: content === null ? undefined : (readBody(content)?.['approval_seal'] ?? null),
})
