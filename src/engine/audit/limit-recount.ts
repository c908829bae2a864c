import {TameError} from '../../errors.js'
import type {DecisionBody} from '../../ledger/bodies/decision-body.js'
import {readBody} from '../../ledger/verify/kept-entry.js'
import type {Limit} from '../../model/limit.js'
import type {CompiledPolicy} from '../../policy/compiled-policy.js'
import type {Store, StoredEntry, ViewDifference} from '../../store/store.js'
import {limitKey} from '../limit-key.js'
import {PolicyArchive} from '../policy-archive.js'

type Recounted = Pick<Store, 'calls' | 'policies' | 'policy' | 'read'>

/** What limits have forgotten of the calls that they counted, as far as these still count now. */
export async function* limitDifferences(store: Recounted, nowMs: number): AsyncGenerator<ViewDifference> {
  const policies = await limitingPolicies(store)
  const windows = [...policies.values()].flatMap(({needs}) => needs.limits.map(({windowMs}) => windowMs))
  if (windows.length === 0) return
  const recount = new LimitRecount(policies, nowMs)
  // Times go on while this is read: what is counted then is there besides.
  for await (const {decision} of store.calls({
    sinceMs: nowMs - Math.max(...windows),
    order: 'oldest first',
  }))
    recount.add(decision)
  yield* await store.read((reader) => recount.compare((questions) => reader.limitCounts(questions)))
}

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

type Questions = Parameters<Parameters<Parameters<Store['read']>[0]>[0]['limitCounts']>[0]

class LimitRecount {
  private readonly counted = new Map<string, Counted>()

  constructor(
    private readonly policies: ReadonlyMap<string, CompiledPolicy>,
    private readonly nowMs: number,
  ) {}

  add({body: text, sessionId, atMs}: StoredEntry): void {
    const body = readBody(text) as DecisionBody | undefined
    if (body?.counts_toward?.length === undefined || body.counts_toward.length === 0) return
    const policy = this.policies.get(body.policy_hash)
    if (policy === undefined) return
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
  async compare(
    ask: (questions: Questions) => Promise<readonly number[]>,
  ): Promise<readonly ViewDifference[]> {
    const all = [...this.counted].filter(([, {times}]) => times.length > 0)
    const questions = all.map(([key, {windowMs}]) => ({key, afterMs: this.nowMs - windowMs}))
    const kept = await ask(questions)
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
