import * as z from 'zod/mini'
import type {AgentFacts, SessionFacts} from '../../model/facts.js'

export const text = (description: string) =>
  z.string().check(z.minLength(1, 'must not be empty'), z.describe(description))

const amount = (description: string) => z.number().check(z.minimum(0), z.describe(description))

const count = (description: string) => z.int().check(z.minimum(0), z.describe(description))

const instantWanted = 'must be a time with its offset, like 2026-11-20T10:00:00+01:00'

const instantForm = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/

/** Without its offset a time is another one on each machine. */
export const instant = (description: string) =>
  z.string(instantWanted).check(
    z.refine((value) => instantMs(value) !== undefined, instantWanted),
    z.meta({description, pattern: instantForm.source}),
  )

/** The milliseconds since 1970 of `2026-11-20T10:00:00+01:00`; nothing when there is no such time. */
export function instantMs(value: string): number | undefined {
  const [, day] = instantForm.exec(value) ?? []
  const ms = Date.parse(value)
  // The 30th of February would be taken for a day of March.
  return day === undefined || Number.isNaN(ms) || !isDay(day) ? undefined : ms
}

function isDay(day: string): boolean {
  const midnight = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day)
}

const session = z.strictObject({
  id: z.optional(z.nullable(text('Default test.'))),
  action_count: z.optional(count('Calls recorded before this one. Default 0, as of all that follow.')),
  allowed_count: z.optional(count('Those of them that were allowed.')),
  denied_count: z.optional(count('Those that were denied.')),
  estimated_cost: z.optional(amount('What they cost.')),
  age_seconds: z.optional(amount('How long ago the session began.')),
  calls: z.optional(
    z
      .record(z.string(), count('Calls of this tool.'))
      .check(z.describe('By tool: how often it was called in the session.')),
  ),
})

const agent = z.strictObject({
  id: z.optional(z.nullable(text('Its id.'))),
  name: z.optional(z.nullable(text('Its name.'))),
  trust_tier: z.optional(z.nullable(text('How far it is trusted.'))),
  tags: z.optional(z.array(z.string()).check(z.describe('Its tags.'))),
})

const user = z.strictObject({id: z.optional(z.nullable(text('Its id.')))})

/** Who calls, and in what state of affairs. */
export const circumstances = {
  session: z
    .optional(z.nullable(session))
    .check(z.describe('What is known of the session. Default: a new one; null for a call outside of any.')),
  agent: z
    .optional(z.nullable(agent))
    .check(z.describe('What is known of the agent that calls; null when nothing is.')),
  user: z.optional(z.nullable(user)).check(z.describe('The user it calls for; null for none.')),
  metadata: z
    .optional(z.nullable(z.record(z.string(), z.unknown())))
    .check(z.describe('What the caller claims; null for nothing.')),
}

export type CircumstancesFile = z.infer<z.ZodMiniObject<typeof circumstances>>

/** A session as it is written, with what it leaves out at its beginning. */
export const sessionFacts = (written: NonNullable<CircumstancesFile['session']>): SessionFacts => ({
  id: written.id ?? null,
  actionCount: written.action_count ?? 0,
  allowedCount: written.allowed_count ?? 0,
  deniedCount: written.denied_count ?? 0,
  estimatedCost: written.estimated_cost ?? 0,
  ageSeconds: written.age_seconds ?? 0,
  calls: written.calls ?? {},
})

export const agentFacts = (written: NonNullable<CircumstancesFile['agent']>): AgentFacts => ({
  id: written.id ?? null,
  name: written.name ?? null,
  trustTier: written.trust_tier ?? null,
  tags: written.tags ?? [],
})
