import type {Arguments} from './call.js'
import {type ComparisonJson, comparisonJson} from './comparison.js'
import type {Effect} from './effect.js'
import type {Verdict} from './verdict.js'

/** What the record adds to a verdict: when it was given, and under which id it is found again. */
export interface Receipt {
  readonly logId: string | null
  readonly sessionId: string | null
  /** ISO 8601. */
  readonly timestamp: string
  readonly approvalId: string | null
}

/** A verdict on the record. */
export interface Decision extends Verdict, Receipt {}

/** Field by field: `{...verdict, ...receipt}` takes ten times as long as the whole decision. */
export const createDecision = (verdict: Verdict, receipt: Receipt): Decision => ({
  effect: verdict.effect,
  ruling: verdict.ruling,
  enforced: verdict.enforced,
  ruleName: verdict.ruleName,
  reason: verdict.reason,
  policyVersion: verdict.policyVersion,
  policyHash: verdict.policyHash,
  tool: verdict.tool,
  args: verdict.args,
  approval: verdict.approval,
  cost: verdict.cost,
  countsToward: verdict.countsToward,
  conditionsEvaluated: verdict.conditionsEvaluated,
  logId: receipt.logId,
  sessionId: receipt.sessionId,
  timestamp: receipt.timestamp,
  approvalId: receipt.approvalId,
})

/** A decision as `--json` prints it and the server answers it. */
export interface DecisionJson {
  decision: Effect
  rule_name: string | null
  reason: string
  policy_version: string
  policy_hash: string
  log_id: string | null
  session_id: string | null
  timestamp: string
  tool_name: string
  tool_args: Arguments
  approval_id: string | null
  /** What the policy says; differs from `decision` in shadow mode only. */
  ruling: Effect
  enforced: boolean
  conditions_evaluated: readonly ComparisonJson[]
}

export function decisionJson(decision: Decision): DecisionJson {
  return {
    decision: decision.effect,
    rule_name: decision.ruleName,
    reason: decision.reason,
    policy_version: decision.policyVersion,
    policy_hash: decision.policyHash,
    log_id: decision.logId,
    session_id: decision.sessionId,
    timestamp: decision.timestamp,
    tool_name: decision.tool,
    tool_args: decision.args,
    approval_id: decision.approvalId,
    ruling: decision.ruling,
    enforced: decision.enforced,
    conditions_evaluated: decision.conditionsEvaluated.map(comparisonJson),
  }
}
