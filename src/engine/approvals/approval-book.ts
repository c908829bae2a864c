import {type ApprovalState, afterStep, askedState, isDue} from '../../ledger/approvals/approval-state.js'
import {stepFault} from '../../ledger/approvals/step-fault.js'
import type {ApprovalBody, AskedStep} from '../../ledger/bodies/approval-body.js'
import {contentHash} from '../../ledger/content-hash.js'
import {canonicalJson} from '../../model/canonical-json.js'
import type {StoredApproval, StoredEntry} from '../../store/store.js'
import type {Draft} from '../draft.js'

/** An approval while a transaction goes on. */
export interface BookedApproval extends StoredApproval {
  state: ApprovalState
  readonly steps: StoredEntry[]
}

export const booked = (stored: StoredApproval): BookedApproval => ({...stored, steps: [...stored.steps]})

type WithoutContent<Step> = Step extends ApprovalBody
  ? Omit<Step, 'content' | 'approval_id' | 'agent_id'>
  : never
export type NextStep = WithoutContent<Exclude<ApprovalBody, AskedStep>>

/** The approvals that a transaction speaks of, and the steps that they take in it. */
export class ApprovalBook {
  /** The questions that are new. */
  readonly asked: BookedApproval[] = []
  private readonly byId = new Map<string, BookedApproval>()
  private readonly bySeal = new Map<string, BookedApproval[]>()

  constructor(
    private readonly draft: Draft,
    private readonly newSalt: () => string,
  ) {}

  /** Enters one as it is kept. */
  enter(stored: StoredApproval): BookedApproval {
    return this.byId.get(stored.state.id) ?? this.add(booked(stored))
  }

  private add(approval: BookedApproval): BookedApproval {
    this.byId.set(approval.state.id, approval)
    if (approval.seal === null) return approval
    const same = this.bySeal.get(approval.seal) ?? []
    same.push(approval)
    // The newest first, whoever entered it.
    same.sort((one, other) => other.state.callSeq - one.state.callSeq)
    this.bySeal.set(approval.seal, same)
    return approval
  }

  /** Those of a call, the newest first. */
  ofSeal(seal: string): readonly BookedApproval[] {
    return this.bySeal.get(seal) ?? []
  }

  /** Opens a question about the decision that was added last. */
  ask(question: Omit<AskedStep, 'content' | 'step'>, seal: string, decision: StoredEntry): BookedApproval {
    const body: AskedStep = {...question, step: 'asked', content: null}
    const entry = this.append(body, decision.sessionId, null)
    const approval = {state: askedState(entry, body), seal, decision, steps: []}
    this.add(approval)
    this.asked.push(approval)
    this.draft.touchApproval(approval)
    return approval
  }

  /** Takes a step. Throws where it can't be taken: what verification would not accept is never written. */
  take(approval: BookedApproval, step: NextStep, content: string | null = null): void {
    const {state} = approval
    const salt = content === null ? null : this.newSalt()
    const body = {
      ...step,
      approval_id: state.id,
      agent_id: state.agentId,
      content: content === null || salt === null ? null : contentHash(salt, content),
    } as ApprovalBody
    const fault = stepFault(state, body, this.draft.nowMs)
    if (fault !== undefined) throw new Error(`The approval ${state.id} can't be ${step.step}: ${fault}`)
    const entry = this.append(body, state.sessionId, content, salt)
    approval.steps.push(entry)
    approval.state = afterStep(state, {...entry, body})
    this.draft.touchApproval(approval)
  }

  /** Puts on record what the clock has decided. */
  expire(id: string): void {
    const approval = this.byId.get(id)
    if (approval === undefined || !isDue(approval.state, this.draft.nowMs)) return
    if (approval.state.onTimeout === 'deny') this.take(approval, {step: 'expired'})
    else this.take(approval, {step: 'resolved', status: 'approved', by: 'timeout'})
  }

  private append(
    body: ApprovalBody,
    sessionId: string | null,
    content: string | null,
    salt: string | null = null,
  ): StoredEntry {
    const place = {sessionId, id: null, eventId: null}
    return this.draft.add({kind: 'approval', ...place, body: canonicalJson(body), salt, content})
  }
}
