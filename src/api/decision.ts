import * as z from 'zod/mini'
import {type Decision, decisionJson as plainJson} from '../model/decision.js'
import {effects} from '../model/effect.js'
import {map, textOrNull} from './fields.js'

const approvalTerms = z.pipe(
  z.object({
    timeout_ms: z.number(),
    on_timeout: z.enum(['allow', 'deny']),
    approvers: z.array(z.string()),
    quorum: z.number(),
  }),
  z.transform(({timeout_ms, on_timeout, ...rest}) => ({
    timeoutMs: timeout_ms,
    onTimeout: on_timeout,
    ...rest,
  })),
)

export const comparison = z.pipe(
  z.object({
    source: z.string(),
    field: z.string(),
    operator: z.string(),
    expected: z.unknown(),
    actual: z.unknown(),
    result: z.boolean(),
  }),
  // Where the values came from was needed to hide secrets in them, which is done.
  z.transform((json) => ({...json, reads: []})),
)

export const decisionKeys = {
  decision: z.enum(effects),
  rule_name: textOrNull,
  reason: z.string(),
  policy_version: z.string(),
  policy_hash: z.string(),
  log_id: textOrNull,
  session_id: textOrNull,
  timestamp: z.string(),
  tool_name: z.string(),
  tool_args: map,
  approval_id: textOrNull,
  ruling: z.enum(effects),
  enforced: z.boolean(),
  conditions_evaluated: z.array(comparison),
  approval: z.nullable(approvalTerms),
  estimated_cost: z.number(),
  counts_toward: z.array(z.string()),
}

const decisionObject = z.object(decisionKeys)

/** A decision, whole. */
export const decision = z.pipe(decisionObject, z.transform(decisionOf))

export function decisionOf(json: z.output<typeof decisionObject>): Decision {
  return {
    effect: json.decision,
    ruling: json.ruling,
    enforced: json.enforced,
    ruleName: json.rule_name,
    reason: json.reason,
    policyVersion: json.policy_version,
    policyHash: json.policy_hash,
    tool: json.tool_name,
    args: json.tool_args,
    approval: json.approval,
    cost: json.estimated_cost,
    countsToward: json.counts_toward,
    conditionsEvaluated: json.conditions_evaluated,
    logId: json.log_id,
    sessionId: json.session_id,
    timestamp: json.timestamp,
    approvalId: json.approval_id,
  }
}

export type WireDecisionJson = z.input<typeof decisionObject>

export function decisionJson(decision: Decision): WireDecisionJson {
  const {approval, cost, countsToward} = decision
  return {
    ...(plainJson(decision) as ReturnType<typeof plainJson> & Pick<WireDecisionJson, 'conditions_evaluated'>),
    approval:
      approval === null
        ? null
        : {
            timeout_ms: approval.timeoutMs,
            on_timeout: approval.onTimeout,
            approvers: [...approval.approvers],
            quorum: approval.quorum,
          },
    estimated_cost: cost,
    counts_toward: [...countsToward],
  }
}
