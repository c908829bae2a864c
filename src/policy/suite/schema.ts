import * as z from 'zod/mini'
import {effects} from '../../model/effect.js'

/** Larger than any limit that somebody checks call by call. */
const mostRepeats = 10_000

const text = (description: string) =>
  z.string().check(z.minLength(1, 'must not be empty'), z.describe(description))

const amount = (description: string) => z.number().check(z.minimum(0), z.describe(description))

const count = (description: string) => z.int().check(z.minimum(0), z.describe(description))

const instantWanted = 'must be a time with its offset, like 2026-11-20T10:00:00+01:00'

/** Without its offset a time is another one on each machine. */
const instant = (description: string) =>
  z.string(instantWanted).check(
    z.refine((value) => instantMs(value) !== undefined, instantWanted),
    z.describe(description),
  )

const instantForm = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/

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

const caseName = z.string().check(
  z.refine((value) => /^[^\p{Cc}]{1,200}$/u.test(value), 'must be 1 to 200 characters on one line'),
  z.describe('What is expected, as a sentence.'),
)

const args = (description: string) => z.record(z.string(), z.unknown()).check(z.describe(description))

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
const circumstances = {
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

const call = z
  .strictObject({
    tool: text('The tool’s name.'),
    args: z.optional(args('What is passed to it. Default: nothing.')),
    ...circumstances,
  })
  .check(z.describe('The call that is decided.'))

export const expectedEffect = z.enum(effects).check(z.describe('What the policy decides.'))

export const expectedParts = z
  .strictObject({
    decision: z.optional(expectedEffect),
    rule: z.optional(z.nullable(text('The rule that decides; null when it is the default.'))),
    reason: z.optional(text('A part of the decision’s reason.')),
    args: z.optional(args('What the tool runs with: all of it, in any order.')),
  })
  .check(z.describe('What the decision must say. Of what is left out, anything will do.'))

const caseShape = {
  name: caseName,
  call: z.optional(call),
  tools: z.optional(
    z
      .array(text('A tool’s name.'))
      .check(z.minLength(1, 'must name at least one'), z.describe('Tools, each called with each of "each".')),
  ),
  each: z.optional(
    z
      .array(args('What is passed to the tool.'))
      .check(z.minLength(1, 'must name at least one'), z.describe('Arguments. Default: one call with none.')),
  ),
  ...circumstances,
  now: z.optional(instant('When the call is made, in place of the suite’s "now".')),
  repeat: z
    .optional(z.int().check(z.minimum(1), z.maximum(mostRepeats)))
    .check(
      z.describe(
        'Make the same call so many times; the last must come out as expected. The session’s counts and cost and the limits advance with each.',
      ),
    ),
}

const suiteShape = {
  policy: z.optional(
    text('The policy’s file, from here. Default: the file of this name without ".test", beside it.'),
  ),
  now: z.optional(instant('When the calls are made: the clock stands still.')),
  defaults: z.optional(
    z
      .strictObject(circumstances)
      .check(z.describe('For every case. What a case says of the same key comes on top, part by part.')),
  ),
}

const notEmpty = z.minLength(1, 'must hold at least one case')

export const caseFile = z.strictObject({...caseShape, expect: z.optional(z.unknown())})

/** What `expect` says is checked by itself: of two forms a problem must speak of the one that was meant. */
export const suiteFile = z.strictObject({...suiteShape, cases: z.array(caseFile).check(notEmpty)})

const expectation = z.union([expectedEffect, expectedParts])

export type SuiteFile = z.infer<typeof suiteFile>
export type CaseFile = z.infer<typeof caseFile>
export type ExpectFile = z.infer<typeof expectation>
type CircumstancesFile = z.infer<z.ZodMiniObject<typeof circumstances>>

export type {CircumstancesFile}

/** The JSON Schema of a suite's file, so that editors complete and check it. */
export const suiteSchema = (): Record<string, unknown> => ({
  title: 'tame policy tests',
  ...z.toJSONSchema(
    z
      .strictObject({
        ...suiteShape,
        cases: z
          .array(z.strictObject({...caseShape, expect: expectation}))
          .check(notEmpty, z.describe('Each with "call", or with "tools" and "each".')),
      })
      .check(z.describe('What a policy must decide: its tests.')),
    {io: 'input'},
  ),
})
