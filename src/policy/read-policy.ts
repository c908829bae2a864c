import {hash} from 'node:crypto'
import {type Path, readDocument, type SourceDocument} from '../source/document.js'
import {firstProblems, inFileOrder, type Problem} from '../source/problem.js'
import {butIs, checkShape} from '../source/shape.js'
import {type CompiledPolicy, createPolicy} from './compiled-policy.js'
import {type CheckedCondition, type Condition, checkCondition} from './condition.js'
import {checkPolicy} from './file/check-policy.js'
import {checkRule} from './file/check-rule.js'
import {type PolicyFile, policyFile} from './file/schema.js'
import {synonyms} from './file/synonyms.js'
import {type LooseRule, wellShaped} from './file/well-shaped.js'

export interface ReadPolicy {
  /** Nothing when there is an error: a policy is in force whole or not at all. */
  readonly policy?: CompiledPolicy
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
  return {policy: compiled(document, conditions), problems}
}

/** SHA-256 of a policy file's text, by which decisions name it. */
const policyHash = (text: string): string => hash('sha256', text)

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
  checked: readonly (CheckedCondition | undefined)[],
): CompiledPolicy {
  const conditions = new Map<number, Condition>()
  for (const [position, each] of checked.entries()) {
    if (each?.condition) conditions.set(position, each.condition)
  }
  return createPolicy({
    file: document.file,
    hash: policyHash(document.text),
    // Taken from the document and not from the schema's output: what a schema would drop must not be lost.
    definition: document.value as PolicyFile,
    conditions,
    lineOf: (position) => document.lineAt(['rules', position]),
  })
}
