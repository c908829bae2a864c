import * as z from 'zod/mini'
import {
  type PolicyFile,
  policyFile,
  type RuleFile,
  ruleFile,
  type SanitizeStepFile,
  sanitizeStep,
} from './schema.js'

/** A rule as far as it can be understood. */
export interface LooseRule {
  readonly position: number
  /** What stands there. */
  readonly written: Readonly<Record<string, unknown>>
  /** The keys of it that have the shape they should. */
  readonly known: Partial<RuleFile>
  readonly steps: readonly LooseStep[]
}

interface LooseStep {
  readonly position: number
  readonly step: SanitizeStepFile
}

export interface LoosePolicy {
  readonly written: Readonly<Record<string, unknown>>
  readonly known: Partial<PolicyFile>
  readonly rules: readonly LooseRule[]
}

/** What of a file can be understood although something in it can't: one mistake must not hide the others. */
export function wellShaped(value: unknown): LoosePolicy {
  const {rules, ...written} = mapOf(value)
  return {
    written,
    known: knownKeys(written, policyFile.shape),
    rules: listOf(rules).map((each, position) => looseRule(mapOf(each), position)),
  }
}

function looseRule(written: Record<string, unknown>, position: number): LooseRule {
  const steps = listOf(written['sanitize']).flatMap((each, at) => {
    const {success, data} = z.core.safeParse(sanitizeStep, each)
    return success ? [{position: at, step: data}] : []
  })
  return {position, written, known: knownKeys(written, ruleFile.shape), steps}
}

/** The texts of a list, each with its place in it. */
export const textsOf = (value: unknown): readonly {position: number; text: string}[] =>
  listOf(value).flatMap((text, position) => (typeof text === 'string' ? [{position, text}] : []))

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

export const mapOf = (value: unknown): Record<string, unknown> =>
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
