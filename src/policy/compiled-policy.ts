import type {Effect} from '../model/effect.js'
import {type Candidates, needsOfRules, type PolicyNeeds, ToolIndex} from './candidates.js'
import {type Clock, createClock} from './clock.js'
import type {Condition} from './condition.js'
import type {PolicyFile} from './file/schema.js'
import {prepareToolGlob} from './functions/glob.js'
import {createRedaction, type Redaction} from './redaction.js'
import {createRule} from './rule/create-rule.js'
import type {Rule} from './rule/rule.js'

/** A policy, ready to decide. */
export interface CompiledPolicy {
  readonly version: string
  readonly description: string | null
  /** SHA-256 of the file's text. */
  readonly hash: string
  /** Where its text came from. */
  readonly file: string
  readonly isShadow: boolean
  readonly defaultEffect: Exclude<Effect, 'sanitize'>
  readonly timezone: string
  readonly clock: Clock
  readonly rules: readonly Rule[]
  /** All facts that any of its rules asks for. */
  readonly needs: PolicyNeeds
  readonly redaction: Redaction
  /** What it has to say about one tool, with the facts that a call of that tool asks for. */
  candidatesFor(tool: string): Candidates
}

/** A checked file, and what its rules' conditions were compiled to. */
export interface PolicyParts {
  readonly file: string
  readonly hash: string
  readonly definition: PolicyFile
  readonly conditions: ReadonlyMap<number, Condition>
  lineOf(position: number): number
}

export function createPolicy(parts: PolicyParts): CompiledPolicy {
  const {file, hash, definition} = parts
  const {version, description = null, mode, timezone = 'UTC', default: defaultEffect = 'deny'} = definition
  const rules = rulesOf(parts)
  const mayHelp = (rule: Rule): boolean => rule.effect !== defaultEffect && rule.requirements.length > 0
  const index = new ToolIndex(rules, costsOf(definition), mayHelp, defaultEffect === 'approve')
  return {
    version,
    description,
    hash,
    file,
    isShadow: mode === 'shadow',
    defaultEffect,
    timezone,
    clock: createClock(timezone),
    rules,
    needs: needsOfRules(rules),
    redaction: createRedaction(definition.redact ?? []),
    candidatesFor: (tool) => index.candidatesFor(tool),
  }
}

// In a function of its own: what closures of one function speak of lives as long as any of them, and the document that `lineOf`
// looks into is many times as large as the policy.
function rulesOf({definition, conditions, lineOf}: PolicyParts): readonly Rule[] {
  return definition.rules.map((rule, position) =>
    createRule(rule, conditions.get(position), {position, line: lineOf(position)}),
  )
}

function costsOf({costs = {}}: PolicyFile): (tool: string) => number {
  const entries = Object.entries(costs).map(([pattern, cost]) => ({fits: prepareToolGlob([pattern]), cost}))
  return (tool) => entries.find(({fits}) => fits(tool))?.cost ?? 0
}
