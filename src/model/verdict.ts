import type {ApprovalTerms} from './approval-terms.js'
import type {Arguments} from './call.js'
import type {Comparison} from './comparison.js'
import type {Effect} from './effect.js'

/** What a policy says of one call: the same inputs give the same verdict, on another machine, next year. */
export interface Verdict {
  /** What is to be done. In shadow mode always `allow`. */
  readonly effect: Effect
  /** What the policy says; differs from `effect` in shadow mode only. */
  readonly ruling: Effect
  /** Whether the ruling binds: false in shadow mode. */
  readonly enforced: boolean
  /** The rule that decided, or null when none matched. */
  readonly ruleName: string | null
  readonly reason: string
  readonly policyVersion: string
  readonly policyHash: string
  readonly tool: string
  /** What to run the tool with. */
  readonly args: Arguments
  /** How a person is to be asked, when the effect is `approve`. */
  readonly approval: ApprovalTerms | null
  /** What the call adds to its session's estimated cost if it runs. */
  readonly cost: number
  /** The rules whose limits count this call, whether it runs or not: otherwise one that waits for a person would not count. */
  readonly countsToward: readonly string[]
  readonly conditionsEvaluated: readonly Comparison[]
}
