/**
 * What is known of a call beside what it says itself. `null` says that there is none; a fact that the policy needs and that
 * is not there at all makes the rules that need it fail, which can only make the answer stricter.
 */
export interface Facts {
  session?: SessionFacts | null
  agent?: AgentFacts | null
  user?: UserFacts | null
  /** By the name of the rule that has the limit: how many calls its window already holds. */
  limitCounts?: ReadonlyMap<string, number>
}

export interface SessionFacts {
  id: string | null
  /** Calls recorded in this session before this one. */
  actionCount: number
  allowedCount: number
  deniedCount: number
  estimatedCost: number
  ageSeconds: number
  /** How often each tool was called in it. */
  calls: Readonly<Record<string, number>>
}

/** What the server knows of the caller. */
export interface AgentFacts {
  id: string | null
  name: string | null
  trustTier: string | null
  tags: readonly string[]
}

interface UserFacts {
  id: string | null
}
