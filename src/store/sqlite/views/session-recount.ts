import {type Effect, runs} from '../../../model/effect.js'
import {type EntryFacts, nothingSaid} from './entry-facts.js'

/** What the entries of a session come to. */
export class SessionRecount {
  readonly tools = new Map<string, number>()
  lastCall: number | null = null
  private readonly agentId: unknown
  private readonly userId: unknown
  private readonly startedAtMs: number
  private lastAtMs: number
  private totalCalls = 0
  private allowedCalls = 0
  private deniedCalls = 0
  private approvalCalls = 0
  private estimatedCost = 0
  private readonly openedBy: unknown
  private retainedUntilMs: number | null = null

  constructor({entry: {atMs}, said = nothingSaid}: EntryFacts) {
    this.agentId = said['agent_id'] ?? null
    this.userId = said['user_id'] ?? null
    this.openedBy = said['key_id'] ?? null
    this.startedAtMs = atMs
    this.lastAtMs = atMs
  }

  addCall({entry: {seq, atMs}, said = nothingSaid}: EntryFacts): void {
    const effect = said['decision']
    const isRun = runs(effect as Effect)
    this.lastCall = seq
    this.lastAtMs = Math.max(this.lastAtMs, atMs)
    this.totalCalls++
    if (isRun) {
      this.allowedCalls++
      this.addCost(said['cost'])
    } else if (effect === 'deny') this.deniedCalls++
    else this.approvalCalls++
    const tool = String(said['tool_name'])
    this.tools.set(tool, (this.tools.get(tool) ?? 0) + 1)
  }

  addCost(cost: unknown): void {
    if (typeof cost === 'number') this.estimatedCost += cost
  }

  archive({said = nothingSaid}: EntryFacts): void {
    this.retainedUntilMs = Date.parse(String(said['retained_until']))
  }

  /** In the order of the columns, after the id. */
  get row() {
    return [
      this.agentId,
      this.userId,
      this.startedAtMs,
      this.lastAtMs,
      this.totalCalls,
      this.allowedCalls,
      this.deniedCalls,
      this.approvalCalls,
      this.estimatedCost,
      this.openedBy,
      this.retainedUntilMs,
      this.lastCall,
    ]
  }
}
