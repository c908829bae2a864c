import {canonicalJson} from '../model/canonical-json.js'
import type {Facts, SessionFacts} from '../model/facts.js'

/** Canonical JSON of facts as they are kept. Most policies ask for none. */
export function factsText(facts: Facts): string {
  const {agent, limitCounts, session, user} = facts
  if (agent === undefined && limitCounts === undefined && session === undefined && user === undefined)
    return '{}'
  return canonicalJson({
    agent: agent && {id: agent.id, name: agent.name, tags: agent.tags, trust_tier: agent.trustTier},
    limit_counts: limitCounts && Object.fromEntries(limitCounts),
    session: session && sessionJson(session),
    user: user && {id: user.id},
  })
}

const sessionJson = (session: SessionFacts): Record<string, unknown> => ({
  action_count: session.actionCount,
  age_seconds: session.ageSeconds,
  allowed_count: session.allowedCount,
  calls: session.calls,
  denied_count: session.deniedCount,
  estimated_cost: session.estimatedCost,
  id: session.id,
})

interface FactsJson {
  agent?: {id: string | null; name: string | null; tags: string[]; trust_tier: string | null} | null
  limit_counts?: Record<string, number>
  session?: Record<
    'action_count' | 'age_seconds' | 'allowed_count' | 'denied_count' | 'estimated_cost',
    number
  > & {id: string | null; calls: Record<string, number>}
  user?: {id: string | null} | null
}

/** Facts as they were kept. */
export function parseFacts(json: unknown): Facts {
  const {agent, limit_counts: limitCounts, session, user} = json as FactsJson
  const facts: Facts = {}
  if (agent !== undefined)
    facts.agent = agent && {id: agent.id, name: agent.name, tags: agent.tags, trustTier: agent.trust_tier}
  if (limitCounts !== undefined) facts.limitCounts = new Map(Object.entries(limitCounts))
  if (session !== undefined) facts.session = session && sessionOf(session)
  if (user !== undefined) facts.user = user
  return facts
}

const sessionOf = (session: NonNullable<FactsJson['session']>): SessionFacts => ({
  id: session.id,
  actionCount: session.action_count,
  allowedCount: session.allowed_count,
  deniedCount: session.denied_count,
  estimatedCost: session.estimated_cost,
  ageSeconds: session.age_seconds,
  calls: session.calls,
})
