import type {ApprovalTerms} from '../model/approval-terms.js'
import type {AskedCall} from '../model/asked-call.js'
import type {Arguments} from '../model/call.js'
import {canonicalJson} from '../model/canonical-json.js'
import type {Comparison} from '../model/comparison.js'
import type {Facts} from '../model/facts.js'
import type {Verdict} from '../model/verdict.js'
import type {CompiledPolicy} from '../policy/compiled-policy.js'
import {redactCall} from '../policy/redact.js'
import {factsText} from './facts-text.js'
import {quoted, sayable} from './quoted.js'

/** What of a decision may be stored and shown. */
export interface ShownDecision {
  /** What it would be run with. */
  readonly args: Arguments
  readonly argsText: string
  /** Nothing when they are those that were given. */
  readonly decidedArgsText: string | null
  readonly metadataText: string | null
  readonly reason: string
  readonly comparisons: readonly Comparison[]
  readonly isRedacted: boolean
  /** Whether what the caller gave had something that is hidden. */
  readonly isCallRedacted: boolean
}

export function shownDecision(policy: CompiledPolicy, call: AskedCall, verdict: Verdict): ShownDecision {
  const {args, metadata, decidedArgs, reason, conditionsEvaluated} = redactCall(policy, call, verdict)
  const isCallRedacted = args !== call.args || metadata !== call.metadata
  const isChanged = verdict.args !== call.args && canonicalJson(verdict.args) !== call.argsText
  return {
    args: decidedArgs,
    argsText: args === call.args ? call.argsText : canonicalJson(args),
    // Compared before anything is hidden: two that look the same then may not be, and an event is answered again by this.
    decidedArgsText: isChanged ? canonicalJson(decidedArgs) : null,
    metadataText: metadata === call.metadata ? call.metadataText : canonicalJson(metadata),
    reason,
    comparisons: conditionsEvaluated,
    isRedacted: isCallRedacted || (isChanged && decidedArgs !== verdict.args),
    isCallRedacted,
  }
}

interface ContentParts {
  readonly shown: ShownDecision
  readonly facts: Facts
  readonly approval: ApprovalTerms | null
  /** Of the whole call; null when nobody will ask whether another one is the same. */
  readonly callSeal: string | null
  /** Of what an approval is bound to; null when none is asked for or spent. */
  readonly approvalSeal: string | null
}

/** Canonical JSON of what enters a decision by its hash only. */
export function decisionContent({shown, facts, approval, callSeal, approvalSeal}: ContentParts): string {
  const {argsText, decidedArgsText, metadataText, reason, comparisons, isRedacted} = shown
  const approvalText = approval === null ? '' : `"approval":${approvalTermsText(approval)},`
  const bound = approvalSeal === null ? '' : `"approval_seal":"${approvalSeal}",`
  const seal = callSeal === null ? '' : `,"call_seal":"${callSeal}"`
  const decided = decidedArgsText === null ? '' : `"decided_args":${decidedArgsText},`
  return `{${approvalText}${bound}"args":${argsText}${seal},"conditions_evaluated":${comparisonsText(comparisons)},${decided}"facts":${factsText(facts)},"metadata":${metadataText},"reason":${quoted(reason)}${isRedacted ? ',"redacted":true' : ''}}`
}

const approvalTermsText = ({timeoutMs, onTimeout, approvers, quorum}: ApprovalTerms): string =>
  canonicalJson({approvers, on_timeout: onTimeout, quorum, timeout_ms: timeoutMs})

function comparisonsText(comparisons: readonly Comparison[]): string {
  let text = ''
  for (const comparison of comparisons) text += `${text === '' ? '' : ','}${comparisonText(comparison)}`
  return `[${text}]`
}

const comparisonText = ({actual, expected, field, operator, result, source}: Comparison): string =>
  `{"actual":${sayable(actual)},"expected":${sayable(expected)},"field":${quoted(field)},"operator":${quoted(operator)},"result":${result},"source":${quoted(source)}}`
