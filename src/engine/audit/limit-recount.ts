import {TameError} from '../../errors.js'
import type {DecisionBody} from '../../ledger/bodies/decision-body.js'
import {readBody} from '../../ledger/verify/kept-entry.js'
import type {Limit} from '../../model/limit.js'
import type {CompiledPolicy} from '../../policy/compiled-policy.js'
import type {Store, StoredEntry, ViewDifference} from '../../store/store.js'
import {limitKey} from '../limit-key.js'
import {PolicyArchive} from '../policy-archive.js'

type Recounted = Pick<Store, 'policies' | 'policy'>

/** By their hashes. One that can't be read any more is found by its text. */
async function limitingPolicies(store: Recounted): Promise<Map<string, CompiledPolicy>> {
  const archive = new PolicyArchive(store)
  const found = new Map<string, CompiledPolicy>()
  for await (const {hash, text} of store.policies()) {
    if (!text.includes('limit')) continue
    const policy = await archive.policy(hash).catch(nothingIfUnreadable)
    if (policy !== undefined && policy.needs.limits.length > 0) found.set(hash, policy)
  }
  return found
}

function nothingIfUnreadable(error: unknown): undefined {
  if (!(error instanceof TameError && error.code.startsWith('POLICY_'))) throw error
}

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
  private readonly sinceMs: number

  private constructor(
    private readonly policies: ReadonlyMap<string, CompiledPolicy>,
    private readonly nowMs: number,
  ) {
    const windows = [...policies.values()].flatMap(({needs}) => needs.limits.map(({windowMs}) => windowMs))
    this.sinceMs = nowMs - Math.max(0, ...windows)
  }

  static async open(store: Recounted, nowMs: number): Promise<LimitRecount> {
    return new LimitRecount(await limitingPolicies(store), nowMs)
  }

  add({kind, body: text, sessionId, atMs}: StoredEntry): void {
    if (kind !== 'decision' || atMs <= this.sinceMs || text.includes(countsNowhere)) return
    const body = readBody(text) as DecisionBody | undefined
    const policy = isCounted(body) ? this.policies.get(body.policy_hash) : undefined
    if (body === undefined || policy === undefined) return
    const call = {tool: body.tool_name, sessionId, agentId: body.agent_id, userId: body.user_id}
    for (const limit of policy.candidatesFor(call.tool).needs.limits)
      if (body.counts_toward.includes(limit.ruleName)) this.count(limitKey(limit, call), limit, atMs)
  }

  private count(key: string, {windowMs}: Limit, atMs: number): void {
    const counted = this.counted.get(key) ?? {windowMs, lastMs: atMs, times: []}
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
  Array.isArray(body?.counts_toward) && typeof body.tool_name === 'string'

/** As the body of most decisions has it: to parse each would take long. */
const countsNowhere = '"counts_toward":[]'
