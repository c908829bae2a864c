import type {Call} from '../../src/model/call.js'
import type {AgentFacts, Facts, SessionFacts} from '../../src/model/facts.js'
import type {Verdict} from '../../src/model/verdict.js'
import type {CompiledPolicy} from '../../src/policy/compiled-policy.js'
import {decide} from '../../src/policy/decide.js'
import {readPolicy} from '../../src/policy/read-policy.js'
import {problemText} from '../../src/source/problem.js'

/** A call as the case files write it. */
export interface CallRow {
  tool: string
  args?: Record<string, unknown>
  metadata?: Record<string, unknown>
  session?: Record<string, unknown> | 'unknown'
  agent?: {id: string; name?: string; trust_tier?: string; tags?: string[]} | 'unknown'
  user?: string
  limits?: Record<string, number> | null
  now?: string
}

export function policyOf(text: string): CompiledPolicy {
  const {policy, problems} = readPolicy('policy.yaml', text)
  if (policy === undefined) throw new Error(problems.map((problem) => problemText(problem)).join('\n'))
  return policy
}

/** Decides a row, with inputs that nobody can change. */
export function decideRow(policy: CompiledPolicy, row: CallRow): Verdict {
  const call: Call = {tool: row.tool, args: row.args ?? {}, metadata: row.metadata ?? null}
  const now = Date.parse(row.now ?? '2026-11-20T10:00:00Z')
  return decide(policy, deepFreeze(call), deepFreeze(factsOf(policy, row)), now)
}

export function factsOf(policy: CompiledPolicy, {session, agent, user, limits}: CallRow): Facts {
  const known: Facts = {}
  if (session !== 'unknown') known.session = sessionOf(session ?? {})
  if (agent !== 'unknown') known.agent = agent === undefined ? null : agentOf(agent)
  if (user !== 'unknown') known.user = user === undefined ? null : {id: user}
  if (limits !== null) {
    known.limitCounts = new Map(policy.needs.limits.map(({ruleName}) => [ruleName, limits?.[ruleName] ?? 0]))
  }
  return known
}

const sessionOf = (session: Record<string, unknown>): SessionFacts => ({
  id: 's1',
  actionCount: Number(session['action_count'] ?? 0),
  allowedCount: 0,
  deniedCount: 0,
  estimatedCost: Number(session['estimated_cost'] ?? 0),
  ageSeconds: 0,
  calls: {},
})

const agentOf = (agent: Exclude<CallRow['agent'], string | undefined>): AgentFacts => ({
  id: agent.id,
  name: agent.name ?? null,
  trustTier: agent.trust_tier ?? null,
  tags: agent.tags ?? [],
})

export function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const part of Object.values(value)) deepFreeze(part)
  return Object.freeze(value)
}
