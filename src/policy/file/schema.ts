import * as z from 'zod/mini'
import {durationMs} from '../../model/duration.js'
import {effects} from '../../model/effect.js'

/** More rules than this are a mistake, or an attack. */
const mostRules = 10_000

const text = (description: string) =>
  z.string().check(z.minLength(1, 'must not be empty'), z.describe(description))

const texts = (description: string) =>
  z
    .array(z.string().check(z.minLength(1, 'must not be empty')))
    .check(z.minLength(1, 'must name at least one'), z.describe(description))

const timeWanted = 'must be a time like 90s, 15m, 1h30m or 7d, at most 366d'

const duration = (description: string) =>
  z.string(timeWanted).check(
    z.refine((value) => durationMs(value) !== undefined, timeWanted),
    z.describe(description),
  )

const wanted = (description: string) => z.record(z.string(), z.unknown()).check(z.describe(description))

const name = z.string().check(
  z.refine((value) => /^[^\p{Cc}]{1,200}$/u.test(value), 'must be 1 to 200 characters on one line'),
  z.describe('What decisions, logs and problems call this rule. Unique in the file.'),
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
  .check(z.describe('Who is calling. All of ids, tiers and tags that are given must hold.'))

export const sanitizeStep = z
  .strictObject({
    arg: text('The argument to change: a path like headers.authorization, items[0].key or items.*.key.'),
    with: z
      .optional(z.enum(['mask', 'remove', 'hash']))
      .check(
        z.describe('mask puts *** in its place, remove takes it out, hash puts its SHA-256 in its place.'),
      ),
    replace: z.optional(text('A regular expression (RE2). Every match in the argument is replaced.')),
    by: z.optional(z.string().check(z.describe('What takes the place of a match, as it stands here.'))),
    set: z.optional(z.unknown().check(z.describe('The argument gets this value, whatever it was.'))),
  })
  .check(z.describe('One change to the arguments: with, or replace and by, or set.'))

const limit = z
  .strictObject({
    count: z.int().check(z.minimum(0), z.describe('The rule applies to the calls beyond this many.')),
    per: z.enum(['session', 'agent', 'user', 'tool']).check(z.describe('What is counted by itself.')),
    window: duration('How far back calls are counted.'),
  })
  .check(z.describe('The rule applies once this is exceeded.'))

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
  .check(z.describe('How a person is asked.'))

export const ruleFile = z
  .strictObject({
    name,
    description: z.optional(z.string().check(z.describe('For readers.'))),
    tools: z.optional(texts('Tool names, with * for any text. Default: every tool.')),
    agents: z.optional(agents),
    condition: z.optional(z.string().check(z.describe('An expression that must hold.'))),
    conditions: z.optional(conditions),
    limit: z.optional(limit),
    action: z.enum(effects).check(z.describe('What becomes of a call this rule applies to.')),
    sanitize: z.optional(
      z
        .array(sanitizeStep)
        .check(
          z.minLength(1, 'must name at least one change'),
          z.describe('The changes, in order. Only with action: sanitize.'),
        ),
    ),
    approval: z.optional(approval),
    reason: z.optional(text('Why, for whoever asked.')),
  })
  .check(
    z.describe('A rule applies when all of tools, agents, condition, conditions and limit that it has hold.'),
  )

export const policyFile = z
  .strictObject({
    version: text('Shown with every decision. A text: "1.0".'),
    description: z.optional(z.string().check(z.describe('For readers.'))),
    default: z
      .optional(z.enum(['deny', 'approve', 'allow']))
      .check(z.describe('What becomes of a call no rule applies to. Default deny.')),
    timezone: z.optional(text('For datetime: a name like Europe/Berlin. Default UTC.')),
    mode: z
      .optional(z.enum(['enforce', 'shadow']))
      .check(z.describe('shadow decides and records, but lets everything run. Default enforce.')),
    rules: z
      .array(ruleFile)
      .check(
        z.maxLength(mostRules, 'must have at most 10,000 rules'),
        z.describe('The first rule that applies decides, from top to bottom.'),
      ),
    costs: z.optional(
      z
        .record(z.string(), z.number().check(z.minimum(0)))
        .check(
          z.describe(
            'By tool name (or glob; the first that fits counts): added to session.estimated_cost when a call runs.',
          ),
        ),
    ),
    redact: z.optional(texts('Arguments that are never stored and never shown, beside the built-in ones.')),
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
