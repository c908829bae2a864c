import {isDue, isUsable} from '../../ledger/approvals/approval-state.js'
import type {DecisionBody} from '../../ledger/bodies/decision-body.js'
import type {ApprovalTerms} from '../../model/approval-terms.js'
import type {AskedCall} from '../../model/asked-call.js'
import type {Arguments} from '../../model/call.js'
import {canonicalJson} from '../../model/canonical-json.js'
import type {Facts} from '../../model/facts.js'
import type {Verdict} from '../../model/verdict.js'
import type {CompiledPolicy} from '../../policy/compiled-policy.js'
import {bodyOf, contentOf, type DecisionContent} from '../content.js'
import {factsOf} from '../facts.js'
import type {CallTerms} from '../job.js'
import type {Surveyed} from '../survey.js'
import {verdictOf} from '../verdict.js'
import type {BookedApproval} from './approval-book.js'
import {stepContent} from './approval-view.js'
import {putBack} from './edited-args.js'

/** What becomes of a call, and which approval has to do with it. */
export interface Ruling {
  readonly verdict: Verdict
  readonly facts: Facts
  /** The one that is asked about already, or that is spent. */
  readonly approval: BookedApproval | null
}

export interface Circumstances {
  readonly call: AskedCall
  readonly terms: CallTerms
  readonly policy: CompiledPolicy
  readonly known: Surveyed
}

/** The policy decides first. Only what it would ask about may run on the strength of one of these approvals. */
export function ruleOn(circumstances: Circumstances, approvals: readonly BookedApproval[]): Ruling {
  for (const approval of approvals) {
    const ruling = underApproval(circumstances, approval)
    if (ruling !== undefined) return ruling
  }
  const {facts, verdict} = decided(circumstances, nothing)
  return {facts, verdict, approval: null}
}

const nothing: ReadonlySet<string> = new Set()

function decided({call, terms, policy, known}: Circumstances, counted: ReadonlySet<string>) {
  const {needs} = policy.candidatesFor(call.tool)
  const facts = factsOf(call, needs, known, counted)
  return {facts, verdict: verdictOf(policy, call, facts, {nowMs: known.nowMs, ...terms})}
}

/** Nothing when the approval has no bearing on the call. */
function underApproval(circumstances: Circumstances, approval: BookedApproval): Ruling | undefined {
  const {nowMs} = circumstances.known
  const {state} = approval
  const isUsed = isUsable(state, nowMs)
  if (!isUsed && (state.status !== 'pending' || isDue(state, nowMs))) return undefined
  // Who asks again before there is an answer makes another call of it.
  const counted = isUsed ? countedRules(circumstances, approval) : nothing
  const {facts, verdict} = decided(circumstances, counted)
  const {effect, ruleName, approval: terms} = verdict
  if (effect !== 'approve' || ruleName !== state.ruleName || terms === null) return undefined
  if (!(isUsed ? meets(approval, terms) : asksTheSame(approval, terms))) return undefined
  const ruling = isUsed ? approved(circumstances, approval, {facts, verdict}) : verdict
  return (
    ruling && {
      facts,
      verdict: uncounted(ruling, counted),
      approval: ruling.effect === 'deny' ? null : approval,
    }
  )
}

/**
 * The rules whose limits have counted this call when it was asked about, and count it still: the same call does not use up
 * its limit twice.
 */
export function countedRules(
  {call, policy, known}: Pick<Circumstances, 'call' | 'policy' | 'known'>,
  {state, decision}: BookedApproval,
): ReadonlySet<string> {
  const {counts_toward: names, policy_hash: policyHash} = bodyOf<DecisionBody>(decision)
  // Another policy may count by other keys. To count once more errs on the strict side.
  if (state.uses > 0 || names.length === 0 || policyHash !== policy.hash) return nothing
  const {limits} = policy.candidatesFor(call.tool).needs
  const still = limits.filter(({windowMs}) => state.requestedAtMs > known.nowMs - windowMs)
  return new Set(still.map(({ruleName}) => ruleName).filter((name) => names.includes(name)))
}

const uncounted = (verdict: Verdict, counted: ReadonlySet<string>): Verdict =>
  counted.size === 0
    ? verdict
    : {...verdict, countsToward: verdict.countsToward.filter((name) => !counted.has(name))}

/** Whether those who agreed are enough for what the rule asks now. */
function meets({state}: BookedApproval, {approvers, quorum, onTimeout}: ApprovalTerms): boolean {
  if (state.resolvedBy === 'timeout') return onTimeout === 'allow'
  const agreed = state.answers.filter(
    ({by, effect}) => effect === 'approve' && (approvers.length === 0 || approvers.includes(by)),
  )
  return agreed.length >= quorum
}

const asksTheSame = ({state}: BookedApproval, {approvers, quorum, onTimeout}: ApprovalTerms): boolean =>
  state.quorum === quorum &&
  state.onTimeout === onTimeout &&
  canonicalJson(state.approvers) === canonicalJson(approvers)

interface Decided {
  readonly facts: Facts
  readonly verdict: Verdict
}

/** A call that was approved, as it is to be run; nothing when it has to be asked about anew. */
function approved(
  circumstances: Circumstances,
  approval: BookedApproval,
  {facts, verdict}: Decided,
): Verdict | undefined {
  const {call} = circumstances
  const allowed: Verdict = {
    ...verdict,
    effect: 'allow',
    approval: null,
    reason: `Approved by ${agreedText(approval)}: ${verdict.reason}`,
  }
  if (approval.state.editSeq === null) return allowed
  const args = argsToRun(approval, call)
  return args && edited(circumstances, args, {facts, verdict: allowed})
}

/** Nothing when what was shown, or what was made of it, was erased. */
function argsToRun(approval: BookedApproval, call: AskedCall): Arguments | undefined {
  const shown = contentOf<DecisionContent>(approval.decision)?.args
  const changed = stepContent(approval, approval.state.editSeq)?.edited_args
  return shown && changed && putBack(changed, shown, call.args)
}

/** The edited call is decided too, with what is hidden in it: nothing can be approved into being that is denied. */
function edited(
  {call, terms, policy, known}: Circumstances,
  args: Arguments,
  {facts, verdict}: Decided,
): Verdict | undefined {
  const changed = {...call, args, argsText: canonicalJson(args)}
  const again = verdictOf(policy, changed, facts, {nowMs: known.nowMs, ...terms})
  const {effect, ruleName, reason} = again
  if (effect === 'approve' && ruleName !== verdict.ruleName) return undefined
  const refusal = {...verdict, effect: 'deny' as const, args: call.args}
  if (effect === 'deny') return {...refusal, reason: `The edited call is denied: ${reason}`}
  if (!terms.takesChangedArgs)
    return {...refusal, reason: 'It was approved with other arguments, which this client can’t take'}
  return {
    ...verdict,
    effect: 'sanitize',
    args: again.args,
    countsToward: [...new Set([...verdict.countsToward, ...again.countsToward])],
  }
}

function agreedText({state: {answers, resolvedBy}}: BookedApproval): string {
  if (resolvedBy === 'timeout') return 'its time-out'
  return answers
    .filter(({effect}) => effect === 'approve')
    .map(({by}) => by)
    .join(' and ')
}
