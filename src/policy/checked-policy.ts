import {isDeepStrictEqual} from 'node:util'
import {type CompiledPolicy, createPolicy} from './compiled-policy.js'
import type {Condition} from './condition.js'
import {checkCondition} from './condition.js'
import type {PolicyFile} from './file/schema.js'

/** What a policy file says, once nothing is wrong with it: all that it takes to put it in force without reading it again. */
export interface CheckedPolicy {
  readonly definition: PolicyFile
  /** The line each rule begins on. */
  readonly lines: readonly number[]
}

/** Where a policy came from, and the hash by which decisions name it. */
export interface PolicyOrigin {
  readonly file: string
  readonly hash: string
}

/** Compiles a policy that was checked; nothing where a condition is not what the check had found good. */
export function compileChecked(
  {definition, lines}: CheckedPolicy,
  {file, hash}: PolicyOrigin,
): CompiledPolicy | undefined {
  const conditions = new Map<number, Condition>()
  for (const [position, {condition: source}] of definition.rules.entries()) {
    if (source === undefined) continue
    const {condition} = checkCondition(source)
    if (condition === undefined) return undefined
    conditions.set(position, condition)
  }
  return createPolicy({file, hash, definition, conditions, lineOf: (position) => lines[position] ?? 1})
}

/** As JSON, where JSON can say all of it; else nothing: -0 would come back as 0. */
export function checkedPolicyJson(checked: CheckedPolicy): string | undefined {
  const json = JSON.stringify(checked)
  return isDeepStrictEqual(JSON.parse(json), checked) ? json : undefined
}
