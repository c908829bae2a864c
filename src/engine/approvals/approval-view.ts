import {type ApprovalState, isDue} from '../../ledger/approvals/approval-state.js'
import type {Approval} from '../../model/approval.js'
import {byTimeout} from '../../model/taken-answer.js'
import type {StoredApproval} from '../../store/store.js'
import {contentOf, type DecisionContent} from '../content.js'
import type {StepContent} from './step-content.js'

/** An approval as it is at this time: what the clock has decided is decided, also before it is on record. */
export function approvalAt(stored: StoredApproval, nowMs: number): Approval {
  const state = byClock(stored.state, nowMs)
  const content = contentOf<DecisionContent>(stored.decision)
  const said = (seq: number | null): StepContent | null => stepContent(stored, seq)
  return {
    id: state.id,
    status: state.status,
    seq: state.seq,
    logId: state.logId,
    tool: state.tool,
    args: content?.args ?? {},
    sessionId: state.sessionId,
    agentId: state.agentId,
    userId: state.userId,
    keyId: state.keyId,
    metadata: content?.metadata ?? null,
    reason: content?.reason ?? 'Taken out of the record',
    ruleName: state.ruleName,
    policyHash: state.policyHash,
    requestedAtMs: state.requestedAtMs,
    expiresAtMs: state.expiresAtMs,
    onTimeout: state.onTimeout,
    approvers: state.approvers,
    quorum: state.quorum,
    answers: state.answers.map(({by, effect, atMs, seq}) => ({
      by,
      effect,
      atMs,
      comment: said(seq)?.comment ?? null,
    })),
    scope: state.scope,
    editedArgs: said(state.editSeq)?.edited_args ?? null,
    spentBy: state.spentBy,
    resolvedBy: state.resolvedBy,
    resolvedAtMs: state.resolvedAtMs,
    comment: said(state.resolvingSeq)?.comment ?? null,
    isErased: content === null,
  }
}

/** As the clock has decided it. */
export function byClock(state: ApprovalState, nowMs: number): ApprovalState {
  if (!isDue(state, nowMs)) return state
  return {
    ...state,
    status: state.onTimeout === 'allow' ? 'approved' : 'expired',
    scope: 'once',
    resolvedBy: byTimeout,
    resolvedAtMs: state.expiresAtMs,
  }
}

/** What a person wrote at a step; nothing when they wrote nothing, or when it was erased. */
export function stepContent({steps}: StoredApproval, seq: number | null): StepContent | null {
  const entry = seq === null ? undefined : steps.find((step) => step.seq === seq)
  return entry === undefined ? null : contentOf<StepContent>(entry)
}
