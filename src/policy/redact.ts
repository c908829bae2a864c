import type {Arguments} from '../model/call.js'
import type {Comparison} from '../model/comparison.js'
import type {Explanation, ExpressionExplanation, PartExplanation} from '../model/explanation.js'
import {deepest, type Redaction, redactedText} from './redaction.js'

interface Redacting {
  readonly redaction: Redaction
}

/** The arguments of a call, as they may be stored and shown. */
export const redactArgs = ({redaction}: Redacting, args: Arguments): Arguments =>
  redaction.redact(args) as Arguments

/** The comparisons of a decision about a call with these arguments, as they may be stored and shown. */
export function redactComparisons(
  {redaction}: Redacting,
  args: Arguments,
  comparisons: readonly Comparison[],
): readonly Comparison[] {
  const hidden = comparisons.length === 0 ? noTexts : hiddenTexts(args, redaction.redact(args))
  return comparisons.map((comparison) => {
    const {expected, actual, reads} = comparison
    if (reads.some((path) => isSecretRead(path, redaction)))
      return {...comparison, expected: redactedText, actual: redactedText}
    return {
      ...comparison,
      expected: withoutTexts(expected, hidden, redaction),
      actual: withoutTexts(actual, hidden, redaction),
    }
  })
}

/** `tool_args.headers.token.x` is secret because `token` is. */
const isSecretRead = (path: readonly string[], redaction: Redaction): boolean => {
  const names = path.slice(1).filter((name) => name !== '*')
  return names.some((_, at) => redaction.isSecret(names.slice(0, at + 1)))
}

/** A secret that was reached by a key nobody could foresee is known by its text. */
const withoutTexts = (value: unknown, hidden: ReadonlySet<string>, redaction: Redaction): unknown =>
  hidden.size === 0 ? redaction.redact(value) : hideTexts(redaction.redact(value), hidden)

// Redacted before, so it is no deeper than can be looked through.
function hideTexts(value: unknown, hidden: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return hidden.has(value) ? redactedText : value
  if (Array.isArray(value)) return value.map((item) => hideTexts(item, hidden))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, hideTexts(part, hidden)]))
}

const noTexts: ReadonlySet<string> = new Set()

/** The texts that are in a value and no longer in what was made of it. */
function hiddenTexts(before: unknown, after: unknown): ReadonlySet<string> {
  const kept = new Set(textsIn(after))
  return new Set(textsIn(before).filter((text) => text !== '' && !kept.has(text)))
}

/**
 * An explanation of a decision about a call with these arguments, as it may be stored and shown. What a condition made of a
 * secret is one too, so a part that names one hides what it came to, unless that is only a truth value.
 */
export function redactExplanation(policy: Redacting, args: Arguments, explanation: Explanation): Explanation {
  const hidden = hiddenTexts(args, policy.redaction.redact(args))
  const shownPart = (part: PartExplanation): PartExplanation => ({
    ...part,
    comparisons: redactComparisons(policy, args, part.comparisons),
    tree: part.tree === null ? null : shownTree(part.tree, hidden, policy.redaction),
  })
  const {verdict, rules} = explanation
  return {
    ...explanation,
    verdict: {
      ...verdict,
      args: redactArgs(policy, verdict.args),
      conditionsEvaluated: redactComparisons(policy, args, verdict.conditionsEvaluated),
    },
    rules: rules.map((rule) => ({...rule, parts: rule.parts.map(shownPart)})),
  }
}

function shownTree(
  tree: ExpressionExplanation,
  hidden: ReadonlySet<string>,
  redaction: Redaction,
): ExpressionExplanation {
  const children = tree.children.map((child) => shownTree(child, hidden, redaction))
  const {value} = tree
  if (value === undefined || typeof value === 'boolean') return {...tree, children}
  const isNamed = isSecretRead(tree.source.match(/[\w-]+/g) ?? [], redaction)
  return {...tree, children, value: isNamed ? redactedText : withoutTexts(value, hidden, redaction)}
}

function textsIn(value: unknown, levels = deepest): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null || levels === 0) return []
  return Object.values(value).flatMap((part) => textsIn(part, levels - 1))
}
