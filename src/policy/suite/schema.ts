import * as z from 'zod/mini'
import {effects} from '../../model/effect.js'
import {circumstances, instant, text} from '../circumstances/circumstances.js'

/** Larger than any limit that somebody checks call by call. */
const mostRepeats = 10_000

const caseName = z.string().check(
  z.refine((value) => /^[^\p{Cc}]{1,200}$/u.test(value), 'must be 1 to 200 characters on one line'),
  z.meta({
    description: 'What is expected, as a sentence.',
    pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]{1,200}$',
    examples: ['nothing may delete'],
  }),
)

/** What `checkTools` says of them, for editors. */
const toolName = z.meta({pattern: '^[^*?]*$', examples: ['read_file']})

const args = (description: string) => z.record(z.string(), z.unknown()).check(z.describe(description))

const call = z
  .strictObject({
    tool: text('The tool’s name.').check(toolName),
    args: z.optional(args('What is passed to it. Default: nothing.')),
    ...circumstances,
  })
  .check(
    z.meta({
      description: 'The call that is decided.',
      examples: [{tool: 'read_file', args: {path: '/tmp/a.txt'}}],
    }),
  )

export const expectedEffect = z.enum(effects).check(z.describe('What the policy decides.'))

export const expectedParts = z
  .strictObject({
    decision: z.optional(expectedEffect),
    rule: z.optional(z.nullable(text('The rule that decides; null when it is the default.'))),
    reason: z.optional(text('A part of the decision’s reason.')),
    args: z.optional(
      args('What the tool runs with, in any order; what the policy adds by itself may be left out.'),
    ),
  })
  .check(
    z.meta({
      description: 'What the decision must say. Of what is left out, anything will do.',
      minProperties: 1,
    }),
  )

const caseShape = {
  name: caseName,
  call: z.optional(call),
  tools: z.optional(
    z
      .array(text('A tool’s name.').check(toolName))
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

const exampleCase = {
  name: 'nothing may delete',
  call: {tool: 'delete_file', args: {path: '/tmp/a.txt'}},
  expect: 'deny',
}

export const caseFile = z
  .strictObject({...caseShape, expect: z.optional(z.unknown())})
  .check(z.meta({examples: [exampleCase]}))

/** What `expect` says is checked by itself: of two forms a problem must speak of the one that was meant. */
export const suiteFile = z.strictObject({
  ...suiteShape,
  cases: z.array(caseFile).check(notEmpty, z.meta({examples: [[exampleCase]]})),
})

/** What `checkCase` says of the keys of a case, as far as a JSON Schema can, for editors. */
const oneForm = z.meta({
  oneOf: [{required: ['call']}, {required: ['tools']}],
  dependentRequired: {each: ['tools']},
  allOf: ['session', 'agent', 'user', 'metadata'].map((key) => ({
    not: {required: [key, 'call'], properties: {call: {required: [key]}}},
  })),
})

const expectation = z.union([expectedEffect, expectedParts])

export type SuiteFile = z.infer<typeof suiteFile>
export type CaseFile = z.infer<typeof caseFile>
export type ExpectFile = z.infer<typeof expectation>
/** The JSON Schema of a suite's file, so that editors complete and check it. */
export const suiteSchema = (): Record<string, unknown> => ({
  title: 'tame policy tests',
  ...z.toJSONSchema(
    z
      .strictObject({
        ...suiteShape,
        cases: z
          .array(z.strictObject({...caseShape, expect: expectation}).check(oneForm))
          .check(notEmpty, z.describe('Each with "call", or with "tools" and "each".')),
      })
      .check(z.describe('What a policy must decide: its tests.')),
    {io: 'input'},
  ),
})
