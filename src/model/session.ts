/** The calls that belong together, counted. */
export interface Session {
  readonly id: string
  /** Whose first call it was. */
  readonly agentId: string | null
  readonly userId: string | null
  readonly startedAtMs: number
  readonly lastAtMs: number
  readonly totalCalls: number
  /** Those that ran, with changed arguments too. */
  readonly allowedCalls: number
  readonly deniedCalls: number
  /** Those for which a person was asked. */
  readonly approvalCalls: number
  readonly estimatedCost: number
  /** The key whose first call it was: no other agent's is taken into it. */
  readonly openedBy: string | null
  /** Until when it is kept at least, once it was put away. */
  readonly retainedUntilMs: number | null
}

export interface SessionQuery {
  readonly agentId?: string
  readonly userId?: string
  /** Only those that this key opened; null: those that were opened without one. */
  readonly openedBy?: string | null
  /** Newest first: how many of them to pass over, and how many to give. */
  readonly offset?: number
  readonly limit?: number
}

export interface SessionPage {
  readonly sessions: readonly Session[]
  readonly total: number
}
