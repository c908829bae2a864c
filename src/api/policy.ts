import * as z from 'zod/mini'
import {effects} from '../model/effect.js'
import type {PolicyInForce} from '../model/policy-in-force.js'
import type {PolicyRule} from '../model/policy-rule.js'
import type {PolicyVersion} from '../model/policy-version.js'
import {count, textOrNull, time} from './fields.js'
import {wireTime} from './wire-time.js'

/** A rule as it is listed. */
export const policyRule = z.object({
  name: z.string(),
  action: z.enum(effects),
  tools: z.array(z.string()),
  description: textOrNull,
})

/** The policy in force. Clients of the first hour get its rules with it, and nothing below `description`. */
const policyObject = z.object({
  version: z.string(),
  hash: z.string(),
  rules_count: count,
  last_updated: time,
  description: textOrNull,
  active: z.literal(true),
  source: z.string(),
  shadow: z.boolean(),
  problems: z.array(z.string()),
})

export const policyInForce = z.pipe(
  policyObject,
  z.transform(
    (json): PolicyInForce => ({
      version: json.version,
      hash: json.hash,
      description: json.description,
      rulesCount: json.rules_count,
      source: json.source,
      loadedAtMs: json.last_updated,
      isShadow: json.shadow,
      problems: json.problems,
    }),
  ),
)

export type PolicyJson = z.input<typeof policyObject>

export const policyJson = (policy: PolicyInForce): PolicyJson => ({
  version: policy.version,
  hash: policy.hash,
  rules_count: policy.rulesCount,
  last_updated: wireTime(policy.loadedAtMs),
  description: policy.description,
  active: true,
  source: policy.source,
  shadow: policy.isShadow,
  problems: [...policy.problems],
})

export const policyRules = z.pipe(
  z.object({rules: z.array(policyRule)}),
  z.transform(({rules}): readonly PolicyRule[] =>
    rules.map(({action, ...rest}) => ({...rest, effect: action})),
  ),
)

export const policyRuleJson = ({
  name,
  effect,
  tools,
  description,
}: PolicyRule): z.input<typeof policyRule> => ({
  name,
  action: effect,
  tools: [...tools],
  description,
})

const version = z.object({
  id: z.string(),
  version: z.string(),
  created_at: time,
  description: textOrNull,
  created_by: z.string(),
  is_active: z.boolean(),
  is_valid: z.boolean(),
  policy_hash: z.string(),
})

export const policyVersions = z.array(
  z.pipe(
    version,
    z.transform(
      (json): PolicyVersion => ({
        hash: json.policy_hash,
        version: json.version,
        description: json.description,
        createdBy: json.created_by,
        createdAtMs: json.created_at,
        isInForce: json.is_active,
      }),
    ),
  ),
)

export const policyVersionJson = (policy: PolicyVersion): z.input<typeof version> => ({
  id: policy.hash,
  version: policy.version,
  created_at: wireTime(policy.createdAtMs),
  description: policy.description,
  created_by: policy.createdBy,
  is_active: policy.isInForce,
  is_valid: true,
  policy_hash: policy.hash,
})
