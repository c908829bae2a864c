import {TameError} from '../../errors.js'
import type {DecisionBody} from '../../ledger/bodies/decision-body.js'
import type {Limit} from '../../model/limit.js'
import type {CompiledPolicy} from '../../policy/compiled-policy.js'
import type {ReadEntry, Store, ViewDifference} from '../../store/store.js'
import {limitKey} from '../limit-key.js'
import {PolicyArchive} from '../policy-archive.js'

interface Counted {
  /** The shortest that it was ever counted with: what is older may be gone. */
  windowMs: number
  /** Of the last call. */
  lastMs: number
  readonly times: number[]
}

/** What limits must have counted, from the calls that count still: what they have forgotten lets others through. */
export class LimitRecount {
  private readonly counted = new Map<string, Counted>()
  private readonly archive: PolicyArchive
  /** Of all that were in force, those whose limits counted. That one can't be read any more is found by its text. */
  private readonly policies = new Map<string, CompiledPolicy | 'unreadable'>()

  constructor(
    store: Pick<Store, 'policy'>,
    private readonly nowMs: number,
  ) {
    this.archive = new PolicyArchive(store)
  }

  /** Something to wait for where a policy is met first, which for most is not. */
  add({entry: {kind, sessionId, atMs}, said}: ReadEntry): Promise<void> | undefined {
    const body = said as DecisionBody | undefined
    if (kind !== 'decision' || !isCounted(body)) return undefined
    const policy = this.policies.get(body.policy_hash)
    if (policy === undefined)
      return this.meet(body.policy_hash).then(() => this.addCounted(body, sessionId, atMs))
    this.addCounted(body, sessionId, atMs)
    return undefined
  }

  private async meet(hash: string): Promise<void> {
    try {
      this.policies.set(hash, await this.archive.policy(hash))
    } catch (error) {
      if (!(error instanceof TameError && error.code.startsWith('POLICY_'))) throw error
      this.policies.set(hash, 'unreadable')
    }
  }

  private addCounted(body: DecisionBody, sessionId: string | null, atMs: number): void {
    const policy = this.policies.get(body.policy_hash)
    if (policy === undefined || policy === 'unreadable') return
    const call = {tool: body.tool_name, sessionId, agentId: body.agent_id, userId: body.user_id}
    for (const limit of policy.candidatesFor(call.tool).needs.limits)
      if (body.counts_toward.includes(limit.ruleName)) this.count(limitKey(limit, call), limit, atMs)
  }

  private count(key: string, {windowMs}: Limit, atMs: number): void {
    const known = this.counted.get(key)
    // Of all that was ever counted, only what counts still is held in memory.
    if (known === undefined && atMs <= this.nowMs - windowMs) return
    const counted = known ?? {windowMs, lastMs: atMs, times: []}
    this.counted.set(key, counted)
    counted.windowMs = Math.min(counted.windowMs, windowMs)
    // As it was counted: a clock that was put back lets nothing out of the window early.
    counted.lastMs = Math.max(counted.lastMs, atMs)
    if (counted.lastMs > this.nowMs - counted.windowMs) counted.times.push(counted.lastMs)
  }

  /** More may be kept than these: calls that came meanwhile. */
  async compare(store: Pick<Store, 'read'>): Promise<readonly ViewDifference[]> {
    const all = [...this.counted].filter(([, {times}]) => times.length > 0)
    if (all.length === 0) return []
    const questions = all.map(([key, {windowMs}]) => ({key, afterMs: this.nowMs - windowMs}))
    const kept = await store.read((reader) => reader.limitCounts(questions))
    return all.flatMap(([key, {times}], at) => {
      const afterMs = questions[at]?.afterMs ?? this.nowMs
      const recounted = times.filter((time) => time > afterMs).length
      const isForgotten = (kept[at] ?? 0) < recounted
      return isForgotten
        ? [{view: 'limit_hits', key, kept: String(kept[at]), recounted: String(recounted)}]
        : []
    })
  }
}

/** Whatever somebody made of it. */
const isCounted = (body: DecisionBody | undefined): body is DecisionBody =>
  Array.isArray(body?.counts_toward) && body.counts_toward.length > 0 && typeof body.tool_name === 'string'
