import {byTimeout} from '../../model/taken-answer.js'
import type {ApprovalBody} from '../bodies/approval-body.js'
import {type ApprovalState, approvalsIn, isDue, isUsable} from './approval-state.js'

/** Why an approval can't take a step at this time; nothing when it can. */
export function stepFault(state: ApprovalState, body: ApprovalBody, atMs: number): string | undefined {
  if (body.step === 'asked') return 'it was asked before'
  if (body.step === 'spent') return isUsable(state, atMs) ? undefined : unusable(state)
  if (state.status !== 'pending') return `it is ${state.status}`
  switch (body.step) {
    case 'answered':
      return isDue(state, atMs) ? 'its time is over' : answerFault(state, body)
    case 'resolved':
      return body.by === byTimeout ? timeFault(state, atMs, 'allow') : resolutionFault(state, body.status)
    case 'expired':
      return timeFault(state, atMs, 'deny')
    case 'cancelled':
      return undefined
  }
}

const unusable = ({status, spentBy}: ApprovalState): string => {
  if (spentBy !== null) return `it was spent by ${spentBy}`
  return status === 'approved' ? 'its time is over' : `it is ${status}`
}

type Answered = Extract<ApprovalBody, {step: 'answered'}>

function answerFault(state: ApprovalState, {by, effect, key_id: keyId = null}: Answered): string | undefined {
  const {answers, approvers, agentId} = state
  if (effect === 'approve' && (by === agentId || (keyId !== null && keyId === state.keyId)))
    return `${by} asked for it`
  if (answers.some((answer) => answer.by === by)) return `${by} answered before`
  return approvers.length === 0 || approvers.includes(by) ? undefined : `${by} is none of its approvers`
}

function resolutionFault(state: ApprovalState, status: 'approved' | 'denied'): string | undefined {
  const isDenied = state.answers.some(({effect}) => effect === 'deny')
  if (status === 'denied') return isDenied ? undefined : 'nobody denied it'
  if (isDenied) return 'somebody denied it'
  const agreed = approvalsIn(state)
  return agreed >= state.quorum ? undefined : `${agreed} agreed of ${state.quorum}`
}

function timeFault(state: ApprovalState, atMs: number, onTimeout: 'allow' | 'deny'): string | undefined {
  if (state.onTimeout !== onTimeout) return `its time-out comes to ${state.onTimeout}`
  return isDue(state, atMs) ? undefined : 'its time is not over'
}
