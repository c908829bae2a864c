import * as z from 'zod/mini'
import {ExitCode, TameError} from '../../errors.js'
import type {Arguments, Call} from '../../model/call.js'
import type {AgentFacts, Facts, SessionFacts} from '../../model/facts.js'
import {readDocument} from '../../source/document.js'
import {checkShape} from '../../source/shape.js'
import {createClock, isTimezone} from '../clock.js'
import type {Scope} from '../compile/scope.js'
import {Trial} from '../rule/trial.js'

const map = z.record(z.string(), z.unknown())
const count = z.optional(z.number())
const text = z.optional(z.nullable(z.string()))

const session = z.strictObject({
  id: text,
  action_count: count,
  allowed_count: count,
  denied_count: count,
  estimated_cost: count,
  age_seconds: count,
  calls: z.optional(z.record(z.string(), z.number())),
})

const agent = z.strictObject({id: text, name: text, trust_tier: text, tags: z.optional(z.array(z.string()))})

/** What an expression can be tried on: any part of it may be left out. */
const evaluationInput = z.strictObject({
  tool_name: z.optional(z.string()),
  tool_args: z.optional(map),
  session: z.optional(z.nullable(session)),
  agent: z.optional(z.nullable(agent)),
  user: z.optional(z.nullable(z.strictObject({id: text}))),
  metadata: z.optional(z.nullable(map)),
  limit_counts: z.optional(z.record(z.string(), z.number())),
  now: z.optional(
    z.string().check(z.refine(isInstant, {error: 'must be a date and time like 2026-11-20T10:00:00Z'})),
  ),
  timezone: z.optional(
    z.string().check(z.refine(isTimezone, {error: 'must be a time zone like Europe/Berlin'})),
  ),
})

export type EvaluationInput = z.infer<typeof evaluationInput>

/** Checks what somebody gave as an input; throws with all that is wrong with it. */
export function parseEvaluationInput(given: unknown): EvaluationInput {
  const parsed = z.safeParse(evaluationInput, given)
  if (parsed.success) return parsed.data
  const problems = checkShape(readDocument('input', JSON.stringify(given)), evaluationInput)
  throw new TameError('BAD_INPUT', problems.map(({message}) => message).join('; '), {
    suggestions: problems.flatMap(({suggestion}) => suggestion ?? []),
    exitCode: ExitCode.misuse,
  })
}

/** A call, what is known of it, and when it is made. */
export interface Situation {
  call: Call
  facts: Facts
  nowMs: number
}

/** The situation a checked input tells of; what it leaves out is empty, zero, or now. */
export function situationOf(
  {tool_name, tool_args, metadata, user, now, ...given}: EvaluationInput,
  nowMs: number,
): Situation {
  return {
    call: {
      tool: tool_name ?? '',
      args: (tool_args ?? {}) as Arguments,
      metadata: (metadata ?? null) as Arguments | null,
    },
    facts: {
      session: given.session === null ? null : sessionOf(given.session ?? {}),
      agent: given.agent === null ? null : agentOf(given.agent ?? {}),
      user: user === null ? null : {id: user?.id ?? null},
      limitCounts: new LimitCounts(Object.entries(given.limit_counts ?? {})),
    },
    nowMs: now === undefined ? nowMs : Date.parse(now),
  }
}

/** What a checked input lets an expression see. */
export function scopeOf(input: EvaluationInput, nowMs: number): Scope {
  const situation = situationOf(input, nowMs)
  return new Trial(situation.call, situation.facts, createClock(input.timezone ?? 'UTC'), situation.nowMs)
}

/** Limits of which nothing is said have counted nothing. */
class LimitCounts extends Map<string, number> {
  override get(rule: string): number {
    return super.get(rule) ?? 0
  }
}

const sessionOf = (given: NonNullable<EvaluationInput['session']>): SessionFacts => ({
  id: given.id ?? null,
  actionCount: given.action_count ?? 0,
  allowedCount: given.allowed_count ?? 0,
  deniedCount: given.denied_count ?? 0,
  estimatedCost: given.estimated_cost ?? 0,
  ageSeconds: given.age_seconds ?? 0,
  calls: given.calls ?? {},
})

const agentOf = (given: NonNullable<EvaluationInput['agent']>): AgentFacts => ({
  id: given.id ?? null,
  name: given.name ?? null,
  trustTier: given.trust_tier ?? null,
  tags: given.tags ?? [],
})

function isInstant(written: string): boolean {
  // A date alone, or a time without its offset, would mean another instant on another machine.
  return /T.*(Z|[+-]\d\d:?\d\d)$/i.test(written) && !Number.isNaN(Date.parse(written))
}
