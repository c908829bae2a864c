import * as z from 'zod/mini'
import {durationMs, durationPattern} from '../../model/duration.js'
import {effects} from '../../model/effect.js'

/** More rules than this are a mistake, or an attack. */
const mostRules = 10_000
/** Each is compared with each other, and asked at each call. */
const mostChanges = 100

const text = (description: string) =>
  z.string().check(z.minLength(1, 'must not be empty'), z.describe(description))

const texts = (description: string, itemPattern?: string) => {
  const item = z.string().check(z.minLength(1, 'must not be empty'))
  return z
    .array(itemPattern === undefined ? item : item.check(z.meta({pattern: itemPattern})))
    .check(z.minLength(1, 'must name at least one'), z.describe(description))
}

/** What `checkPolicy` says of patterns, as far as a regular expression can say it: for editors. */
const toolPattern = '^[^\\[\\]{}]*$'
const redactionPattern = '^(?!\\*(?:\\.\\*)*$)\\s*[^.\\s][^.]*(?:\\.\\s*[^.\\s][^.]*)*$'

const timeWanted = 'must be a time like 90s, 15m, 1h30m or 7d, at most 366d'

const duration = (description: string) =>
  z.string(timeWanted).check(
    z.refine((value) => durationMs(value) !== undefined, timeWanted),
    z.meta({description, pattern: durationPattern, examples: ['1h']}),
  )

const wanted = (description: string) => z.record(z.string(), z.unknown()).check(z.describe(description))

const name = z.string().check(
  z.refine((value) => /^[^\p{Cc}]{1,200}$/u.test(value), 'must be 1 to 200 characters on one line'),
  z.meta({
    description: 'What decisions, logs and problems call this rule. Unique in the file.',
    pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]{1,200}$',
    examples: ['deny_system_files'],
  }),
)

const conditions = z
  .strictObject({
    arg_contains: z.optional(wanted('Each argument is there and equal to this; "*" is any value.')),
    arg_not_contains: z.optional(wanted('No argument is there and equal to this.')),
    session_context: z.optional(
      wanted('Each key of the metadata is there and equal to this; "*" is any value.'),
    ),
  })
  .check(z.describe('The older form of a condition. All that it lists must hold.'))

const agents = z
  .strictObject({
    ids: z.optional(texts('Agents by id.')),
    tiers: z.optional(texts('Agents of one of these trust tiers.')),
    tags: z.optional(texts('Agents with at least one of these tags.')),
  })
  .check(
    z.meta({
      description: 'Who is calling. All of ids, tiers and tags that are given must hold.',
      minProperties: 1,
      examples: [{tiers: ['verified']}],
    }),
  )

export const sanitizeStep = z
  .strictObject({
    arg: text(
      'The argument to change: a path like headers.authorization, items[0].key or items.*.key.',
    ).check(z.meta({examples: ['headers.authorization']})),
    with: z
      .optional(z.enum(['mask', 'remove', 'hash']))
      .check(
        z.describe('mask puts *** in its place, remove takes it out, hash puts its SHA-256 in its place.'),
      ),
    replace: z.optional(text('A regular expression (RE2). Every match in the argument is replaced.')),
    by: z.optional(z.string().check(z.describe('What takes the place of a match, as it stands here.'))),
    set: z.optional(z.unknown().check(z.describe('The argument gets this value, whatever it was.'))),
  })
  .check(
    z.meta({
      description: 'One change to the arguments: with, or replace and by, or set.',
      oneOf: [{required: ['with']}, {required: ['replace']}, {required: ['set']}],
      dependentRequired: {replace: ['by'], by: ['replace']},
      examples: [{arg: 'headers.authorization', with: 'mask'}],
    }),
  )

const limit = z
  .strictObject({
    count: z
      .int()
      .check(
        z.minimum(0),
        z.meta({description: 'The rule applies to the calls beyond this many.', examples: [20]}),
      ),
    per: z
      .enum(['session', 'agent', 'user', 'tool'])
      .check(z.meta({description: 'What is counted by itself.', examples: ['session']})),
    window: duration('How far back calls are counted.'),
  })
  .check(
    z.meta({
      description: 'The rule applies once this is exceeded.',
      examples: [{count: 20, per: 'session', window: '1h'}],
    }),
  )

const approval = z
  .strictObject({
    timeout: z.optional(duration('How long the question stays open. Default 1h.')),
    on_timeout: z
      .optional(z.enum(['deny', 'allow']))
      .check(z.describe('What an unanswered question comes to. Default deny.')),
    approvers: z.optional(texts('Who may answer. Default: every approver.')),
    quorum: z
      .optional(z.int().check(z.minimum(1), z.maximum(100)))
      .check(z.describe('How many different people must agree. Default 1.')),
  })
  .check(
    z.meta({description: 'How a person is asked.', examples: [{timeout: '15m', approvers: ['finance']}]}),
  )

/** What `checkAction` says of keys that go with one action only, for editors. */
const actionTerms = [
  {
    if: {properties: {action: {const: 'sanitize'}}, required: ['action']},
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so.
    then: {required: ['sanitize']},
    else: {properties: {sanitize: false}},
  },
  {
    if: {properties: {action: {const: 'approve'}}, required: ['action']},
    else: {properties: {approval: false}},
  },
  {
    if: {properties: {action: {const: 'allow'}}, required: ['action']},
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so.
    then: {properties: {limit: false}},
  },
]

export const ruleFile = z
  .strictObject({
    name,
    description: z.optional(z.string().check(z.describe('For readers.'))),
    tools: z.optional(texts('Tool names, with * for any text. Default: every tool.', toolPattern)),
    agents: z.optional(agents),
    condition: z.optional(
      z.string().check(z.meta({description: 'An expression that must hold.', pattern: '\\S'})),
    ),
    conditions: z.optional(conditions),
    limit: z.optional(limit),
    action: z
      .enum(effects)
      .check(z.meta({description: 'What becomes of a call this rule applies to.', examples: ['deny']})),
    sanitize: z.optional(
      z.array(sanitizeStep).check(
        z.minLength(1, 'must name at least one change'),
        z.maxLength(mostChanges, `must have at most ${mostChanges} changes`),
        z.meta({
          description: 'The changes, in order. Only with action: sanitize.',
          examples: [[{arg: 'headers.authorization', with: 'mask'}]],
        }),
      ),
    ),
    reason: z.optional(text('Why, for whoever asked.')),
    approval: z.optional(approval),
  })
  .check(
    z.meta({
      description:
        'A rule applies when all of tools, agents, condition, conditions and limit that it has hold.',
      allOf: actionTerms,
      examples: [{name: 'deny_deleting', tools: ['delete_*'], action: 'deny'}],
    }),
  )

export const policyFile = z
  .strictObject({
    version: text('Shown with every decision. A text: "1.0".').check(z.meta({examples: ['1.0']})),
    description: z.optional(z.string().check(z.describe('For readers.'))),
    default: z
      .optional(z.enum(['deny', 'approve', 'allow']))
      .check(z.describe('What becomes of a call no rule applies to. Default deny.')),
    timezone: z.optional(text('For datetime: a name like Europe/Berlin. Default UTC.')),
    mode: z
      .optional(z.enum(['enforce', 'shadow']))
      .check(z.describe('shadow decides and records, but lets everything run. Default enforce.')),
    rules: z.array(ruleFile).check(
      z.maxLength(mostRules, 'must have at most 10,000 rules'),
      z.meta({
        description: 'The first rule that applies decides, from top to bottom.',
        examples: [[{name: 'deny_deleting', tools: ['delete_*'], action: 'deny'}]],
      }),
    ),
    costs: z.optional(
      z.record(z.string(), z.number().check(z.minimum(0))).check(
        z.meta({
          description:
            'By tool name (or glob; the first that fits counts): added to session.estimated_cost when a call runs.',
          propertyNames: {type: 'string', pattern: toolPattern},
        }),
      ),
    ),
    redact: z.optional(
      texts('Arguments that are never stored and never shown, beside the built-in ones.', redactionPattern),
    ),
  })
  .check(z.describe('What an AI agent’s tools may do.'))

export type PolicyFile = z.infer<typeof policyFile>
export type RuleFile = PolicyFile['rules'][number]
export type SanitizeStepFile = z.infer<typeof sanitizeStep>
export type AgentsFile = z.infer<typeof agents>
export type ConditionsFile = z.infer<typeof conditions>
export type ApprovalFile = z.infer<typeof approval>

/** The JSON Schema of a policy file, so that editors complete and check it. */
export const policySchema = (): Record<string, unknown> => ({
  title: 'tame policy',
  ...z.toJSONSchema(policyFile, {io: 'input'}),
})
