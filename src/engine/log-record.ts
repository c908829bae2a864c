import type {TameError} from '../errors.js'
import type {DecisionBody} from '../ledger/bodies/decision-body.js'
import type {ResultBody} from '../ledger/bodies/result-body.js'
import {isoTime} from '../ledger/iso-time.js'
import type {LogRecord} from '../model/log-record.js'
import type {StoredCall, StoredEntry} from '../store/store.js'
import {brokenLedger} from './audit/ledger-identity.js'
import {approvalOf, bodyOf, contentOf, type DecisionContent, type ResultContent} from './content.js'

const erasedContent: DecisionContent = {
  args: {},
  metadata: null,
  reason: 'Taken out of the record',
  conditions_evaluated: [],
  facts: {},
}

/** A recorded call, as its entries tell it. */
export function logRecord(call: StoredCall): LogRecord {
  try {
    return recordOf(call)
  } catch (cause) {
    throw unreadable(call, cause)
  }
}

/** What tame wrote can be read: this is no defect, and only looking at all of it tells what was done to it. */
function unreadable({decision, result}: StoredCall, cause: unknown): TameError {
  const orResult = result === null ? '' : `, or its result ${result.seq},`
  return brokenLedger(`entry ${decision.seq}${orResult} can’t be read`, cause)
}

function recordOf({decision, result}: StoredCall): LogRecord {
  const body = bodyOf<DecisionBody>(decision)
  const kept = contentOf<DecisionContent>(decision)
  const content = kept ?? erasedContent
  refuseShapeless(body, content)
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

/** Of what else is missing nothing breaks: it is shown as it is. */
function refuseShapeless(
  {log_id, tool_name, policy_hash}: DecisionBody,
  {args, reason}: DecisionContent,
): void {
  const isWhole = [log_id, tool_name, policy_hash, reason].every((text) => typeof text === 'string')
  if (!isWhole || typeof args !== 'object' || args === null) throw new TypeError('That is no decision')
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
