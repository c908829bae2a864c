import type {DecisionBody} from '../ledger/bodies/decision-body.js'
import type {ResultBody} from '../ledger/bodies/result-body.js'
import {isoTime} from '../ledger/iso-time.js'
import type {LogRecord} from '../model/log-record.js'
import type {StoredCall, StoredEntry} from '../store/store.js'
import {approvalOf, bodyOf, contentOf, type DecisionContent, type ResultContent} from './content.js'

const erasedContent: DecisionContent = {
  args: {},
  metadata: null,
  reason: 'Taken out of the record',
  conditions_evaluated: [],
  facts: {},
}

/** A recorded call, as its entries tell it. */
export function logRecord({decision, result}: StoredCall): LogRecord {
  const body = bodyOf<DecisionBody>(decision)
  const kept = contentOf<DecisionContent>(decision)
  const content = kept ?? erasedContent
  return {
    ...decisionParts(body, content),
    seq: decision.seq,
    logId: body.log_id,
    sessionId: decision.sessionId,
    timestamp: isoTime(decision.atMs),
    agentId: body.agent_id,
    userId: body.user_id,
    keyId: body.key_id,
    metadata: content.metadata,
    givenArgs: content.decided_args === undefined ? null : content.args,
    outcome: result === null ? null : outcomeOf(result),
    isErased: kept === null,
  }
}

const decisionParts = (body: DecisionBody, content: DecisionContent) => ({
  effect: body.decision,
  ruling: body.ruling,
  enforced: body.enforced,
  ruleName: body.rule_name,
  reason: content.reason,
  policyVersion: body.policy_version,
  policyHash: body.policy_hash,
  tool: body.tool_name,
  args: content.decided_args ?? content.args,
  approval: approvalOf(content),
  cost: body.cost,
  countsToward: body.counts_toward,
  // By where the values came from secrets were hidden before; they are not needed any more.
  conditionsEvaluated: content.conditions_evaluated.map((comparison) => ({...comparison, reads: []})),
  approvalId: body.approval_id,
})

function outcomeOf(entry: StoredEntry): NonNullable<LogRecord['outcome']> {
  const body = bodyOf<ResultBody>(entry)
  const content = contentOf<ResultContent>(entry)
  return {
    status: body.status,
    result: content?.result ?? null,
    error: content?.error ?? null,
    durationMs: body.duration_ms,
    cost: body.cost,
  }
}
