import type {ApprovalTerms} from '../../model/approval-terms.js'
import {durationMs} from '../../model/duration.js'
import type {Effect} from '../../model/effect.js'
import type {Limit} from '../../model/limit.js'
import type {Condition} from '../condition.js'
import type {ApprovalFile, RuleFile} from '../file/schema.js'
import {prepareToolGlob} from '../functions/glob.js'
import {createSanitizer} from '../sanitize/sanitizer.js'
import {createAgentsRequirement} from './agents.js'
import {createConditionRequirement} from './condition.js'
import {createConditionsRequirement} from './conditions.js'
import {createLimitRequirement} from './limit.js'
import type {Requirement} from './requirement.js'
import type {Rule} from './rule.js'
import type {Trial} from './trial.js'

export interface RulePlace {
  position: number
  line: number
}

/** The definition and the condition must have been checked. */
export function createRule(
  definition: RuleFile,
  condition: Condition | undefined,
  {position, line}: RulePlace,
): Rule {
  const {name, action, tools} = definition
  const limit = limitOf(definition)
  const requirements = requirementsOf(definition, condition, limit)
  const fitsTool = tools === undefined ? () => true : prepareToolGlob(tools)
  // What every decision looks at stands first, side by side in memory: of 10,000 rules few are in the processor's cache.
  return {
    holds: together(requirements),
    name,
    effect: action,
    reason: definition.reason ?? reasons[action](name),
    sanitize: definition.sanitize === undefined ? undefined : createSanitizer(definition.sanitize),
    approval: action === 'approve' ? approvalTerms(definition.approval) : null,
    isStrict: action === 'deny' || action === 'approve',
    requirements,
    position,
    line,
    definition,
    toolNames: toolNamesOf(tools, condition?.toolNames, fitsTool),
    fitsTool,
    condition,
    limit,
  }
}

const reasons: Readonly<Record<Effect, (name: string) => string>> = {
  allow: (name) => `Rule "${name}" allows it`,
  deny: (name) => `Rule "${name}" denies it`,
  approve: (name) => `Rule "${name}" asks for a person’s approval`,
  sanitize: (name) => `Rule "${name}" allows it with changed arguments`,
}

const hourMs = 3_600_000

export const approvalTerms = (approval: ApprovalFile = {}): ApprovalTerms => ({
  timeoutMs: durationMs(approval.timeout ?? '') ?? hourMs,
  onTimeout: approval.on_timeout ?? 'deny',
  approvers: approval.approvers ?? [],
  quorum: approval.quorum ?? 1,
})

function limitOf({name, limit}: RuleFile): Limit | undefined {
  if (limit === undefined) return undefined
  const {count, per, window} = limit
  return {ruleName: name, count, per, windowMs: durationMs(window) ?? 0}
}

function requirementsOf(
  {agents, conditions}: RuleFile,
  condition: Condition | undefined,
  limit: Limit | undefined,
): readonly Requirement[] {
  const requirements: Requirement[] = []
  if (agents) requirements.push(createAgentsRequirement(agents))
  if (conditions) requirements.push(createConditionsRequirement(conditions))
  if (condition) requirements.push(createConditionRequirement(condition))
  if (limit) requirements.push(createLimitRequirement(limit))
  return requirements
}

/** One question for all. Most rules have a single requirement, which then is asked without a detour. */
function together(requirements: readonly Requirement[]): (trial: Trial) => boolean {
  const [first, ...others] = requirements
  if (first === undefined) return () => true
  if (others.length === 0) return first.holds
  return (trial) => requirements.every((requirement) => requirement.holds(trial))
}

const isGlob = (pattern: string): boolean => /[*?]/.test(pattern)

/** The tools both `tools` and the condition leave, when either names them. */
function toolNamesOf(
  tools: readonly string[] | undefined,
  inCondition: ReadonlySet<string> | undefined,
  fitsTool: (tool: string) => boolean,
): ReadonlySet<string> | undefined {
  if (inCondition !== undefined) return new Set([...inCondition].filter(fitsTool))
  return tools === undefined || tools.some(isGlob) ? undefined : new Set(tools)
}
