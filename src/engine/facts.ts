import type {AskedCall} from '../model/asked-call.js'
import type {Facts, SessionFacts} from '../model/facts.js'
import type {PolicyNeeds} from '../policy/candidates.js'
import {limitKey} from './limit-key.js'
import type {Surveyed} from './survey.js'

const noRules: ReadonlySet<string> = new Set()

/**
 * What the policy asks to know of a call, and nothing else: it is kept, so that the call can be decided again. The
 * limits of the rules in `counted` have counted this very call before.
 */
export function factsOf(
  call: AskedCall,
  needs: PolicyNeeds,
  known: Surveyed,
  counted: ReadonlySet<string> = noRules,
): Facts {
  const facts: Facts = {}
  if (needs.session.size > 0) facts.session = sessionFacts(call, needs, known)
  if (needs.agent) facts.agent = agentFacts(call)
  if (needs.user) facts.user = call.userId === null ? null : {id: call.userId}
  if (needs.limits.length > 0) facts.limitCounts = limitCounts(call, needs, known, counted)
  return facts
}

/** Nobody vouches for an agent here: it has the id it says it has, and no tier or tag. */
const agentFacts = ({agentId}: AskedCall): Facts['agent'] =>
  agentId === null ? null : {id: agentId, name: null, trustTier: null, tags: []}

function sessionFacts({sessionId}: AskedCall, needs: PolicyNeeds, known: Surveyed): SessionFacts | null {
  if (sessionId === null) return null
  const session = known.sessions.get(sessionId)
  return {
    id: sessionId,
    actionCount: session?.totalCalls ?? 0,
    allowedCount: session?.allowedCalls ?? 0,
    deniedCount: session?.deniedCalls ?? 0,
    estimatedCost: session?.estimatedCost ?? 0,
    // A clock that was put back makes no session younger than new.
    ageSeconds: session === undefined ? 0 : Math.max(0, (known.nowMs - session.startedAtMs) / 1000),
    calls: callsOf(known.sessionCalls.get(sessionId), needs.sessionCalls),
  }
}

const none: ReadonlyMap<string, number> = new Map()

function callsOf(
  counts: ReadonlyMap<string, number> = none,
  wanted: PolicyNeeds['sessionCalls'],
): SessionFacts['calls'] {
  const entries = [...counts].filter(([tool, count]) => count > 0 && (wanted === 'any' || wanted.has(tool)))
  // Built from entries and never by assignment: a tool named `__proto__` must stay a key.
  return Object.fromEntries(entries)
}

function limitCounts(
  call: AskedCall,
  {limits}: PolicyNeeds,
  known: Surveyed,
  counted: ReadonlySet<string>,
): ReadonlyMap<string, number> {
  return new Map(
    limits.map((limit) => {
      const count = known.limits.countOf(limit, limitKey(limit, call))
      return [limit.ruleName, counted.has(limit.ruleName) ? Math.max(0, count - 1) : count]
    }),
  )
}
