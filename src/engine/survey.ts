import type {AskedCall} from '../model/asked-call.js'
import type {Limit} from '../model/limit.js'
import type {PolicyNeeds} from '../policy/candidates.js'
import type {CompiledPolicy} from '../policy/compiled-policy.js'
import type {LedgerReader, LimitQuestion} from '../store/store.js'
import type {CallInTerms} from './job.js'
import {limitKey} from './limit-key.js'
import {SessionTally} from './session-tally.js'

/** What is known of the sessions and limits of some calls; advances as they are decided. */
export interface Surveyed {
  readonly nowMs: number
  readonly sessions: Map<string, SessionTally>
  /** By session, then by tool. */
  readonly sessionCalls: ReadonlyMap<string, Map<string, number>>
  readonly limits: LimitCounts
}

/** Looks up, in few questions, what the policy needs to know of these calls, and what their sessions hold. */
export async function survey(
  reader: LedgerReader,
  policy: CompiledPolicy,
  asked: readonly Pick<CallInTerms, 'call'>[],
  moreSessions: readonly string[],
  nowMs: number,
): Promise<Surveyed> {
  const questions = new Questions(policy, asked, nowMs)
  const ids = [...new Set([...questions.tools.keys(), ...moreSessions])]
  const sessions = new Map<string, SessionTally>()
  if (ids.length > 0)
    for (const [id, session] of await reader.sessions(ids)) sessions.set(id, new SessionTally(session))
  return {
    nowMs,
    sessions,
    sessionCalls: ids.length === 0 ? noSessions : await sessionCalls(reader, questions, sessions),
    limits: questions.limits.size === 0 ? noLimits() : await limitCounts(reader, questions.limits),
  }
}

const noSessions: Surveyed['sessionCalls'] = new Map()

async function sessionCalls(
  reader: LedgerReader,
  {tools}: Questions,
  sessions: ReadonlyMap<string, unknown>,
): Promise<ReadonlyMap<string, Map<string, number>>> {
  const counts = new Map<string, Map<string, number>>()
  for (const [id, wanted] of tools) {
    // A session that is not there yet has no calls to count.
    const found = sessions.has(id)
      ? await reader.sessionCalls(id, wanted === 'any' ? 'any' : [...wanted])
      : undefined
    counts.set(id, new Map(found))
  }
  return counts
}

async function limitCounts(
  reader: LedgerReader,
  questions: ReadonlyMap<string, LimitQuestion>,
): Promise<LimitCounts> {
  const answers = await reader.limitCounts([...questions.values()])
  return new LimitCounts(new Map([...questions.keys()].flatMap((id, at) => countOf(id, answers[at]))))
}

const countOf = (id: string, answer: number | undefined): [string, number][] =>
  answer === undefined ? [] : [[id, answer]]

const noLimits = (): LimitCounts => new LimitCounts(new Map())

/** The questions of all calls, each once. */
class Questions {
  /** By session: the tools whose calls are counted in it. */
  readonly tools = new Map<string, Set<string> | 'any'>()
  readonly limits = new Map<string, LimitQuestion>()

  constructor(
    private readonly policy: CompiledPolicy,
    asked: readonly Pick<CallInTerms, 'call'>[],
    private readonly nowMs: number,
  ) {
    for (const {call} of asked) {
      const needs = this.needsOf(call)
      if (needs !== undefined) this.add(call, needs)
    }
  }

  /** Nothing where the policy fails at this call: it will do so again when the call is decided, which refuses no other. */
  private needsOf({tool}: AskedCall): PolicyNeeds | undefined {
    try {
      return this.policy.candidatesFor(tool).needs
    } catch {
      return undefined
    }
  }

  private add(call: AskedCall, needs: PolicyNeeds): void {
    if (call.sessionId !== null) this.addTools(call.sessionId, call.tool, needs.sessionCalls)
    for (const limit of needs.limits) {
      const key = limitKey(limit, call)
      this.limits.set(questionId(limit, key), {key, afterMs: this.nowMs - limit.windowMs})
    }
  }

  private addTools(session: string, called: string, wanted: ReadonlySet<string> | 'any'): void {
    const known = this.tools.get(session)
    if (known === 'any') return
    if (wanted === 'any') this.tools.set(session, 'any')
    else if (known === undefined) this.tools.set(session, new Set([called, ...wanted]))
    else {
      known.add(called)
      for (const tool of wanted) known.add(tool)
    }
  }
}

const questionId = ({windowMs}: Limit, key: string): string => `${windowMs} ${key}`

/** How many calls each limit has counted, with those of this moment that are not written yet. */
class LimitCounts {
  private readonly added = new Map<string, number>()

  constructor(private readonly written: ReadonlyMap<string, number>) {}

  countOf(limit: Limit, key: string): number {
    const written = this.written.get(questionId(limit, key))
    if (written === undefined)
      throw new Error(`What the limit of ${limit.ruleName} has counted was not looked up`)
    return written + (this.added.get(key) ?? 0)
  }

  add(key: string): void {
    this.added.set(key, (this.added.get(key) ?? 0) + 1)
  }
}
