import {isoTime} from '../ledger/iso-time.js'
import type {Arguments} from '../model/call.js'
import type {Decision} from '../model/decision.js'
import type {Verdict} from '../model/verdict.js'
import type {ShownDecision} from './decision-content.js'

interface Told {
  readonly logId: string | null
  readonly sessionId: string | null
  readonly nowMs: number
  readonly approvalId?: string | null
}

/** What is recorded is what is said. The arguments come by themselves: a tool must run with the real ones. */
export const toldDecision = (
  verdict: Verdict,
  {reason, comparisons}: ShownDecision,
  args: Arguments,
  {logId, sessionId, nowMs, approvalId = null}: Told,
): Decision => ({
  effect: verdict.effect,
  ruling: verdict.ruling,
  enforced: verdict.enforced,
  ruleName: verdict.ruleName,
  reason,
  policyVersion: verdict.policyVersion,
  policyHash: verdict.policyHash,
  tool: verdict.tool,
  args,
  approval: verdict.approval,
  cost: verdict.cost,
  countsToward: verdict.countsToward,
  conditionsEvaluated: comparisons,
  logId,
  sessionId,
  timestamp: isoTime(nowMs),
  approvalId,
})
