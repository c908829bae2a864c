import type {Arguments, Call} from '../model/call.js'
import type {Comparison} from '../model/comparison.js'
import type {Explanation, ExpressionExplanation, PartExplanation} from '../model/explanation.js'
import type {Verdict} from '../model/verdict.js'
import {type Redaction, redactedText} from './redaction.js'
import {Secrets} from './secrets.js'

interface Redacting {
  readonly redaction: Redaction
}

/** What the caller gave, and where secrets can come from. */
type Given = Pick<Call, 'args' | 'metadata'>

/** The arguments of a call, as they may be stored and shown. */
export const redactArgs = ({redaction}: Redacting, args: Arguments): Arguments =>
  redaction.redact(args) as Arguments

/** The comparisons of a decision about a call, as they may be stored and shown. */
export const redactComparisons = (
  {redaction}: Redacting,
  call: Given,
  comparisons: readonly Comparison[],
): readonly Comparison[] =>
  comparisons.length === 0 ? comparisons : shownComparisons(comparisons, new Secrets(redaction, call))

/** A decided call, as it may be stored and shown. */
export interface RedactedCall {
  readonly args: Arguments
  readonly metadata: Arguments | null
  /** What the tool is to be run with. */
  readonly decidedArgs: Arguments
  readonly reason: string
  readonly conditionsEvaluated: readonly Comparison[]
}

/** What came of a call, as it may be stored and shown; where the call is still known, without what is secret in that. */
export function redactOutcome(
  {redaction}: Redacting,
  call: Given | undefined,
  {result, error}: {readonly result: unknown; readonly error: string | null},
): {readonly result: unknown; readonly error: string | null} {
  const redacted = redaction.redact(result)
  if (call === undefined) return {result: redacted, error}
  const secrets = new Secrets(redaction, call)
  return {result: secrets.withoutInAll(redacted), error: error === null ? null : secrets.withoutIn(error)}
}

/** A call and what a policy said of it. What nothing is hidden in is the very same as it was given. */
export function redactCall(policy: Redacting, call: Given, verdict: Verdict): RedactedCall {
  return isOpen(policy, call, verdict) ? asGiven(call, verdict) : hidden(policy, call, verdict)
}

/** Whether there is nothing to hide, which is so of most calls. */
function isOpen({redaction}: Redacting, {args, metadata}: Given, verdict: Verdict): boolean {
  return (
    redaction.redact(args) === args &&
    redaction.redact(metadata) === metadata &&
    (verdict.args === args || redaction.redact(verdict.args) === verdict.args) &&
    verdict.conditionsEvaluated.every(
      (comparison) => !redaction.readsSecret(comparison.reads) && isFlat(comparison),
    )
  )
}

const isFlat = ({expected, actual}: Comparison): boolean =>
  typeof expected !== 'object' && typeof actual !== 'object'

const asGiven = (
  {args, metadata = null}: Given,
  {args: decidedArgs, reason, conditionsEvaluated}: Verdict,
): RedactedCall => ({args, metadata, decidedArgs, reason, conditionsEvaluated})

function hidden(policy: Redacting, call: Given, verdict: Verdict): RedactedCall {
  const secrets = new Secrets(policy.redaction, call)
  const {args, metadata} = secrets.shown
  return {
    args,
    metadata,
    decidedArgs: verdict.args === call.args ? args : redactArgs(policy, verdict.args),
    reason: secrets.withoutIn(verdict.reason),
    conditionsEvaluated: shownComparisons(verdict.conditionsEvaluated, secrets),
  }
}

function shownVerdict(policy: Redacting, verdict: Verdict, secrets: Secrets): Verdict {
  return {
    ...verdict,
    args: redactArgs(policy, verdict.args),
    reason: secrets.withoutIn(verdict.reason),
    conditionsEvaluated: shownComparisons(verdict.conditionsEvaluated, secrets),
  }
}

const shownComparisons = (comparisons: readonly Comparison[], secrets: Secrets): readonly Comparison[] =>
  comparisons.map((comparison) => shownComparison(comparison, secrets))

function shownComparison(comparison: Comparison, secrets: Secrets): Comparison {
  const {expected, actual, reads, source} = comparison
  switch (secrets.nearness(reads)) {
    case 'secret':
      return {...comparison, expected: redactedText, actual: redactedText}
    case 'around':
      return {
        ...comparison,
        expected: secrets.onlyVisible(expected, (part) => isWritten(part, source)),
        actual: secrets.onlyVisible(actual),
      }
    default:
      return unchangedOr(comparison, secrets.without(expected), secrets.without(actual))
  }
}

const unchangedOr = (comparison: Comparison, expected: unknown, actual: unknown): Comparison =>
  expected === comparison.expected && actual === comparison.actual
    ? comparison
    : {...comparison, expected, actual}

/** What stands in the policy itself is no secret of the call. */
function isWritten(value: unknown, source: string): boolean {
  if (typeof value === 'number') return source.split(/[^\w.]+/).includes(String(value))
  return typeof value === 'string' && [`"${value}"`, `'${value}'`].some((text) => source.includes(text))
}

/**
 * An explanation of a decision about a call, as it may be stored and shown. What a condition made of a secret is one too,
 * so a part that looks at one hides what it came to, unless that is only a truth value.
 */
export function redactExplanation(policy: Redacting, call: Given, explanation: Explanation): Explanation {
  const secrets = new Secrets(policy.redaction, call)
  const {verdict, rules} = explanation
  return {
    ...explanation,
    verdict: shownVerdict(policy, verdict, secrets),
    rules: rules.map((rule) => ({...rule, parts: rule.parts.map((part) => shownPart(part, secrets))})),
  }
}

const shownPart = (part: PartExplanation, secrets: Secrets): PartExplanation => ({
  ...part,
  error: part.error === null ? null : secrets.withoutIn(part.error),
  comparisons: shownComparisons(part.comparisons, secrets),
  tree: part.tree === null ? null : shownTree(part.tree, secrets),
})

function shownTree(tree: ExpressionExplanation, secrets: Secrets): ExpressionExplanation {
  const children = tree.children.map((child) => shownTree(child, secrets))
  const {value, error, reads} = tree
  if (error !== undefined) return {...tree, children, error: secrets.withoutIn(error)}
  if (value === undefined || typeof value === 'boolean') return {...tree, children}
  return {...tree, children, value: shownValue(value, reads, secrets)}
}

function shownValue(value: unknown, reads: ExpressionExplanation['reads'], secrets: Secrets): unknown {
  const nearness = secrets.nearness(reads)
  if (nearness === 'secret') return redactedText
  return nearness === 'around' ? secrets.onlyVisible(value) : secrets.without(value)
}
