import {type Path, readDocument, type SourceDocument} from '../source/document.js'
import {firstProblems, inFileOrder, type Problem} from '../source/problem.js'
import {butIs, checkShape} from '../source/shape.js'
import type {CheckedPolicy} from './checked-policy.js'
import {type CompiledPolicy, createPolicy} from './compiled-policy.js'
import {type CheckedCondition, type Condition, checkCondition} from './condition.js'
import {checkPolicy} from './file/check-policy.js'
import {checkRule} from './file/check-rule.js'
import {type PolicyFile, policyFile} from './file/schema.js'
import {synonyms} from './file/synonyms.js'
import {type LooseRule, wellShaped} from './file/well-shaped.js'
import {policyHash} from './policy-hash.js'

export interface ReadPolicy {
  /** Nothing when there is an error: a policy is in force whole or not at all. */
  readonly policy?: CompiledPolicy
  /** What the policy was compiled from. */
  readonly checked?: CheckedPolicy
  /** All that is wrong, in the order of the file. */
  readonly problems: readonly Problem[]
}

/** Reads, checks and compiles a policy's text. Throws nothing, whatever the text is. */
export function readPolicy(file: string, text: string): ReadPolicy {
  const document = readDocument(file, text)
  if (document.problems.length > 0) return {problems: document.problems}
  const foreign = foreignFile(document)
  if (foreign !== undefined) return {problems: [foreign]}
  const loose = wellShaped(document.value)
  const conditions = loose.rules.map((rule) => checkedCondition(rule))
  const problems = inFileOrder([
    ...checkShape(document, policyFile, {synonyms}),
    ...checkPolicy(document, loose),
    ...loose.rules.flatMap((rule) => checkRule(document, rule)),
    ...conditions.flatMap((checked, position) => conditionProblems(document, position, checked)),
  ])
  if (problems.length > 0) return {problems: firstProblems(problems)}
  return {...compiled(document, conditions), problems}
}

/** What to say of a file that holds no map: nothing in it can be looked at. */
function foreignFile(document: SourceDocument): Problem | undefined {
  const {value} = document
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return undefined
  const suggestion = 'A policy begins with: version: "1.0"'
  if (value === null)
    return document.problemAtSpan(0, 0, {code: 'EMPTY_FILE', message: 'The file is empty', suggestion})
  const message = `The file must be a map of keys${butIs(value)}`
  return document.problemAtValue([], {code: 'INVALID_VALUE', message, suggestion})
}

function checkedCondition({known: {condition}}: LooseRule): CheckedCondition | undefined {
  return condition === undefined ? undefined : checkCondition(condition)
}

function conditionProblems(
  document: SourceDocument,
  position: number,
  checked: CheckedCondition | undefined,
): Problem[] {
  const path: Path = ['rules', position, 'condition']
  return (checked?.problems ?? []).map(({code, message, suggestion, start, end}) =>
    document.problemInText(path, start, end, {code, message, suggestion}),
  )
}

function compiled(
  document: SourceDocument,
  trials: readonly (CheckedCondition | undefined)[],
): Pick<ReadPolicy, 'policy' | 'checked'> {
  const conditions = new Map<number, Condition>()
  for (const [position, each] of trials.entries()) {
    if (each?.condition) conditions.set(position, each.condition)
  }
  // Taken from the document and not from the schema's output: what a schema would drop must not be lost.
  const definition = document.value as PolicyFile
  const lines = definition.rules.map((_, position) => document.lineAt(['rules', position]))
  const lineOf = (position: number): number => lines[position] ?? 1
  const policy = createPolicy({
    file: document.file,
    hash: policyHash(document.text),
    definition,
    conditions,
    lineOf,
  })
  return {policy, checked: {definition, lines}}
}
