import {type Comparison, comparisonJson} from './comparison.js'
import type {Effect} from './effect.js'
import type {Verdict} from './verdict.js'

/** Why a verdict came out as it did. */
export interface Explanation {
  readonly verdict: Verdict
  /** Every rule, in the order of the file. */
  readonly rules: readonly RuleExplanation[]
  /** The rule that would have answered differently, and for which least was missing. */
  readonly nearestMiss: NearestMiss | null
}

export interface RuleExplanation {
  readonly ruleName: string
  readonly effect: Effect
  /** The line of the policy file it begins on. */
  readonly line: number
  /** `not reached`: a rule before it had decided. */
  readonly outcome: 'applies' | 'does not apply' | 'not reached'
  readonly parts: readonly PartExplanation[]
}

/** One of the things a rule asks. */
export interface PartExplanation {
  /** The key of the rule that asks it. */
  readonly key: 'tools' | 'agents' | 'conditions' | 'condition' | 'limit'
  /** `error`: it could not be worked out. `not asked`: a part before it had settled that the rule does not apply. */
  readonly outcome: 'holds' | 'fails' | 'error' | 'not asked'
  readonly error: string | null
  readonly comparisons: readonly Comparison[]
  /** Of a condition: what each part of it came to. */
  readonly tree: ExpressionExplanation | null
}

export interface ExpressionExplanation {
  readonly kind: string
  readonly source: string
  /** Where it stands in the condition. */
  readonly start: number
  readonly end: number
  /** Exactly one of these three is there. */
  readonly value?: unknown
  readonly error?: string
  readonly notEvaluated?: true
  /** Where the value comes from in what the caller gave, for whoever must hide secrets. */
  readonly reads: Comparison['reads']
  readonly children: readonly ExpressionExplanation[]
}

export interface NearestMiss {
  readonly ruleName: string
  readonly effect: Effect
  /** What of the rule did not hold, as the policy says it. */
  readonly missing: readonly string[]
}

/** An explanation as `--explain --json` prints it, beside its decision. */
export const explanationJson = ({rules, nearestMiss}: Explanation): Record<string, unknown> => ({
  rules: rules.map(({ruleName, effect, line, outcome, parts}) => ({
    rule_name: ruleName,
    effect,
    line,
    outcome,
    parts: parts.map(({comparisons, tree, ...part}) => ({
      ...part,
      comparisons: comparisons.map(comparisonJson),
      tree: tree === null ? null : treeJson(tree),
    })),
  })),
  nearest_miss:
    nearestMiss === null
      ? null
      : {rule_name: nearestMiss.ruleName, effect: nearestMiss.effect, missing: nearestMiss.missing},
})

const treeJson = ({
  notEvaluated,
  reads: _,
  children,
  ...outcome
}: ExpressionExplanation): Record<string, unknown> => ({
  ...outcome,
  ...(notEvaluated && {not_evaluated: true}),
  children: children.map(treeJson),
})
