import * as z from 'zod/mini'
import {ExitCode, TameError} from '../../errors.js'
import type {Arguments, Call} from '../../model/call.js'
import type {Facts} from '../../model/facts.js'
import {readDocument} from '../../source/document.js'
import {checkShape} from '../../source/shape.js'
import {agentFacts, circumstances, instant, instantMs, sessionFacts} from '../circumstances/circumstances.js'
import {createClock, isTimezone} from '../clock.js'
import type {Scope} from '../compile/scope.js'
import {Trial} from '../rule/trial.js'

/** What an expression can be tried on: any part of it may be left out. */
const evaluationInput = z.strictObject({
  tool_name: z.optional(z.string()),
  tool_args: z.optional(z.record(z.string(), z.unknown())),
  ...circumstances,
  limit_counts: z.optional(z.record(z.string(), z.number())),
  now: z.optional(instant('When it is.')),
  timezone: z.optional(
    z.string().check(z.refine(isTimezone, {error: 'must be a time zone like Europe/Berlin'})),
  ),
})

export type EvaluationInput = z.infer<typeof evaluationInput>

/** Checks what somebody gave as an input; throws with all that is wrong with it. */
export function parseEvaluationInput(given: unknown): EvaluationInput {
  // Not what the schema gives back: its maps lose a key named `__proto__`, which a condition must see.
  if (z.safeParse(evaluationInput, given).success) return given as EvaluationInput
  const problems = checkShape(readDocument('input', JSON.stringify(given)), evaluationInput)
  throw new TameError('BAD_INPUT', problems.map(({message}) => message).join('; '), {
    suggestions: [...new Set(problems.flatMap(({suggestion}) => suggestion ?? []))],
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
      session: given.session === null ? null : sessionFacts(given.session ?? {}),
      agent: given.agent === null ? null : agentFacts(given.agent ?? {}),
      user: user === null ? null : {id: user?.id ?? null},
      limitCounts: new LimitCounts(Object.entries(given.limit_counts ?? {})),
    },
    nowMs: (now === undefined ? undefined : instantMs(now)) ?? nowMs,
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
