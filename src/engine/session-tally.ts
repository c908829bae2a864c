import type {AskedCall} from '../model/asked-call.js'
import {runs} from '../model/effect.js'
import type {Session} from '../model/session.js'
import type {Verdict} from '../model/verdict.js'

/** A session while calls are made in it. */
export class SessionTally implements Session {
  readonly id: string
  readonly agentId: string | null
  readonly userId: string | null
  readonly startedAtMs: number
  lastAtMs: number
  totalCalls: number
  allowedCalls: number
  deniedCalls: number
  approvalCalls: number
  estimatedCost: number
  readonly openedBy: string | null
  readonly retainedUntilMs: number | null

  constructor(session: Session) {
    this.id = session.id
    this.agentId = session.agentId
    this.userId = session.userId
    this.startedAtMs = session.startedAtMs
    this.lastAtMs = session.lastAtMs
    this.totalCalls = session.totalCalls
    this.allowedCalls = session.allowedCalls
    this.deniedCalls = session.deniedCalls
    this.approvalCalls = session.approvalCalls
    this.estimatedCost = session.estimatedCost
    this.openedBy = session.openedBy
    this.retainedUntilMs = session.retainedUntilMs
  }

  addCall({effect, cost}: Pick<Verdict, 'effect' | 'cost'>, atMs: number): void {
    this.lastAtMs = Math.max(this.lastAtMs, atMs)
    this.totalCalls++
    if (runs(effect)) {
      this.allowedCalls++
      this.estimatedCost += cost
    } else if (effect === 'deny') this.deniedCalls++
    else this.approvalCalls++
  }

  addCost(cost: number): void {
    this.estimatedCost += cost
  }
}

/** A session before its first call. */
export const newSession = (
  id: string,
  {agentId, userId}: AskedCall,
  keyId: string | null,
  atMs: number,
): Session => ({
  id,
  agentId,
  userId,
  startedAtMs: atMs,
  lastAtMs: atMs,
  totalCalls: 0,
  allowedCalls: 0,
  deniedCalls: 0,
  approvalCalls: 0,
  estimatedCost: 0,
  openedBy: keyId,
  retainedUntilMs: null,
})
