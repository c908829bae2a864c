import {byTimeout} from '../../model/taken-answer.js'
import type {ApprovalBody, AskedStep} from '../bodies/approval-body.js'

/** What the entries of an approval come to. It is kept beside them, and counted again from them. */
export interface ApprovalState {
  readonly id: string
  readonly status: 'pending' | 'approved' | 'denied' | 'expired' | 'cancelled'
  /** Its last entry. */
  readonly seq: number
  readonly logId: string
  /** The place of the decision that asked. */
  readonly callSeq: number
  readonly sessionId: string | null
  readonly agentId: string | null
  readonly userId: string | null
  readonly keyId: string | null
  readonly tool: string
  readonly ruleName: string | null
  readonly policyHash: string
  readonly requestedAtMs: number
  readonly expiresAtMs: number
  readonly onTimeout: 'allow' | 'deny'
  readonly approvers: readonly string[]
  readonly quorum: number
  readonly answers: readonly AnswerState[]
  readonly scope: 'once' | 'session'
  /** The answer that changed the arguments. */
  readonly editSeq: number | null
  /** How many calls ran on the strength of it. */
  readonly uses: number
  readonly spentBy: string | null
  readonly resolvedBy: string | null
  readonly resolvedAtMs: number | null
  /** Where the comment of the one who resolved it is. */
  readonly resolvingSeq: number | null
}

interface AnswerState {
  readonly by: string
  readonly effect: 'approve' | 'deny'
  readonly atMs: number
  readonly seq: number
}

/** A step on record. */
export interface ApprovalStep {
  readonly seq: number
  readonly atMs: number
  readonly sessionId: string | null
  readonly body: ApprovalBody
}

export function askedState(
  {seq, atMs, sessionId}: Omit<ApprovalStep, 'body'>,
  body: AskedStep,
): ApprovalState {
  return {
    id: body.approval_id,
    status: 'pending',
    seq,
    logId: body.log_id,
    callSeq: body.call_seq,
    sessionId,
    agentId: body.agent_id,
    userId: body.user_id,
    keyId: body.key_id,
    tool: body.tool_name,
    ruleName: body.rule_name,
    policyHash: body.policy_hash,
    requestedAtMs: atMs,
    expiresAtMs: Date.parse(body.expires_at),
    onTimeout: body.on_timeout,
    approvers: body.approvers,
    quorum: body.quorum,
    answers: [],
    scope: 'once',
    editSeq: null,
    uses: 0,
    spentBy: null,
    resolvedBy: null,
    resolvedAtMs: null,
    resolvingSeq: null,
  }
}

/** An approval after a step. Whether it may be taken is another question. */
export function afterStep(state: ApprovalState, {seq, atMs, body}: ApprovalStep): ApprovalState {
  switch (body.step) {
    case 'asked':
      return state
    case 'answered': {
      const answer = {by: body.by, effect: body.effect, atMs, seq}
      return {
        ...state,
        seq,
        answers: [...state.answers, answer],
        scope: scopeAfter(state, body.effect, body.scope),
        editSeq: body.edits ? seq : state.editSeq,
      }
    }
    case 'resolved':
      return {...state, ...resolution(body.by, atMs), status: body.status, seq, ...lastWord(state, body.by)}
    case 'expired':
      return {...state, ...resolution(byTimeout, atMs), status: 'expired', seq}
    case 'cancelled':
      return {...state, ...resolution(body.by, atMs), status: 'cancelled', seq, resolvingSeq: seq}
    case 'spent':
      return {
        ...state,
        seq,
        uses: state.uses + 1,
        spentBy: state.scope === 'once' ? body.log_id : null,
      }
  }
}

const resolution = (resolvedBy: string, resolvedAtMs: number) => ({resolvedBy, resolvedAtMs})

/** Nobody has agreed to more than one run of what the clock approves. */
const lastWord = (
  {answers, scope}: ApprovalState,
  by: string,
): Pick<ApprovalState, 'scope' | 'resolvingSeq'> =>
  by === byTimeout ? {scope: 'once', resolvingSeq: null} : {scope, resolvingSeq: answers.at(-1)?.seq ?? null}

/** As far as all who agreed would go. */
function scopeAfter(
  {answers, scope}: ApprovalState,
  effect: 'approve' | 'deny',
  said: ApprovalState['scope'],
): ApprovalState['scope'] {
  if (effect === 'deny') return scope
  return said === 'session' && (answers.length === 0 || scope === 'session') ? 'session' : 'once'
}

/** Until when a call may run on the strength of it; for ever means: as long as its session goes on. */
function usableUntilMs({resolvedBy, scope, expiresAtMs, requestedAtMs}: ApprovalState): number {
  if (scope === 'session') return Number.POSITIVE_INFINITY
  return resolvedBy === byTimeout ? expiresAtMs + (expiresAtMs - requestedAtMs) : expiresAtMs
}

export const isDue = ({status, expiresAtMs}: ApprovalState, nowMs: number): boolean =>
  status === 'pending' && nowMs >= expiresAtMs

export const isUsable = (state: ApprovalState, nowMs: number): boolean =>
  state.status === 'approved' && state.spentBy === null && nowMs < usableUntilMs(state)

/** Whether no further step can come. */
export const isOver = ({status, spentBy}: ApprovalState): boolean =>
  status !== 'pending' && (status !== 'approved' || spentBy !== null)

export const approvalsIn = ({answers}: ApprovalState): number =>
  answers.filter(({effect}) => effect === 'approve').length
