import type {AskedStep} from '../../ledger/bodies/approval-body.js'
import {isoTime} from '../../ledger/iso-time.js'
import type {Verdict} from '../../model/verdict.js'
import {approvalTerms} from '../../policy/rule/create-rule.js'
import {type DecisionJob, keyIdOf} from '../job.js'

/** What a person is asked by a decision. */
export function question(
  job: DecisionJob,
  verdict: Verdict,
  place: Pick<AskedStep, 'approval_id' | 'log_id' | 'call_seq'>,
  nowMs: number,
): Omit<AskedStep, 'content' | 'step'> {
  const {call} = job
  const {approvers, onTimeout, quorum, timeoutMs} = verdict.approval ?? approvalTerms()
  return {
    ...place,
    agent_id: call.agentId,
    user_id: call.userId,
    key_id: keyIdOf(job),
    tool_name: call.tool,
    rule_name: verdict.ruleName,
    policy_hash: verdict.policyHash,
    expires_at: isoTime(nowMs + timeoutMs),
    on_timeout: onTimeout,
    approvers,
    quorum,
  }
}
