import * as z from 'zod/mini'
import {type PolicyFile, policyFile, type RuleFile, ruleFile} from './schema.js'

/** A rule as far as it can be understood. */
export interface LooseRule {
  readonly position: number
  /** What stands there. */
  readonly written: Readonly<Record<string, unknown>>
  /** The keys of it that have the shape they should. */
  readonly known: Partial<RuleFile>
}

export interface LoosePolicy {
  readonly known: Partial<PolicyFile>
  readonly rules: readonly LooseRule[]
}

/** What of a file can be understood although something in it can't: one mistake must not hide the others. */
export function wellShaped(value: unknown): LoosePolicy {
  const {rules = [], ...rest} = mapOf(value)
  const list = Array.isArray(rules) ? rules : []
  return {
    known: knownKeys(rest, policyFile.shape),
    rules: list.map((each, position) => {
      const written = mapOf(each)
      return {position, written, known: knownKeys(written, ruleFile.shape)}
    }),
  }
}

const mapOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}

function knownKeys(map: Record<string, unknown>, shape: Readonly<Record<string, z.core.$ZodType>>): object {
  return Object.fromEntries(
    Object.entries(shape).flatMap(([key, schema]) => {
      const value = Object.hasOwn(map, key) ? map[key] : undefined
      return value !== undefined && z.core.safeParse(schema, value).success ? [[key, value]] : []
    }),
  )
}
