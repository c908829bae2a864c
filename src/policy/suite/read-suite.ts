import {basename} from 'node:path'
import {type About, readDocument, type SourceDocument} from '../../source/document.js'
import {firstProblems, inFileOrder, type Problem} from '../../source/problem.js'
import {butIs, checkShape} from '../../source/shape.js'
import type {CompiledPolicy} from '../compiled-policy.js'
import {mapOf} from '../file/well-shaped.js'
import {checkCase, countCalls} from './check-case.js'
import {createCases} from './create-cases.js'
import {type SuiteFile, suiteFile} from './schema.js'
import type {Suite} from './suite.js'
import {synonyms} from './synonyms.js'

export interface ReadSuite {
  /** Nothing when there is a problem: a suite that runs partly proves less than it seems to. */
  readonly suite?: Suite
  /** All that is wrong, in the order of the file. */
  readonly problems: readonly Problem[]
}

/** Reads and checks a suite's text. Throws nothing, whatever the text is. */
export function readSuite(file: string, text: string): ReadSuite {
  const document = readDocument(file, text)
  if (document.problems.length > 0) return {problems: document.problems}
  const foreign = foreignFile(document)
  if (foreign !== undefined) return {problems: [foreign]}
  const problems = inFileOrder([
    ...checkShape(document, suiteFile, {synonyms}),
    ...checkPolicyPath(document),
    ...checkCases(document),
  ])
  return problems.length > 0 ? {problems: firstProblems(problems)} : {suite: createSuite(document), problems}
}

/** What of a suite can't be run against a policy, however right it is by itself. */
export function checkSuite({document, cases}: Suite, policy: CompiledPolicy): readonly Problem[] {
  if (!policy.needs.datetime) return []
  const [timeless] = cases.filter(({nowMs}) => nowMs === undefined)
  if (timeless === undefined) return []
  const rule = policy.rules.find(({condition}) => condition?.needs.datetime)
  const about: About = {
    code: 'CLOCK_MISSING',
    message: `Rule "${rule?.name}" looks at the clock, and nothing says what it shows`,
    suggestion: 'Add to the suite for example: now: 2026-11-20T10:00:00+01:00',
  }
  return [document.problemAtValue(['cases', timeless.position, 'name'], about)]
}

const createSuite = (document: SourceDocument): Suite => {
  // Taken from the document and not from the schema's output: what a schema would drop must not be lost.
  const definition = document.value as SuiteFile
  return {
    file: document.file,
    policyPath: definition.policy ?? namesake(document.file) ?? '',
    cases: createCases(document, definition),
    document,
  }
}

const example = 'A suite begins with: policy: policy.yaml'

/** What to say of a file that holds no map: nothing in it can be looked at. */
function foreignFile(document: SourceDocument): Problem | undefined {
  const {value} = document
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return undefined
  if (value === null)
    return document.problemAtSpan(0, 0, {
      code: 'EMPTY_FILE',
      message: 'The file is empty',
      suggestion: example,
    })
  const message = `The file must be a map of keys${butIs(value)}`
  return document.problemAtValue([], {code: 'INVALID_VALUE', message, suggestion: example})
}

/** `policy.test.yaml` tests `policy.yaml`. */
function namesake(file: string): string | undefined {
  const name = basename(file)
  return /.\.test\.ya?ml$/.test(name) ? name.replace(/\.test(\.ya?ml)$/, '$1') : undefined
}

function checkPolicyPath(document: SourceDocument): Problem[] {
  const {file, value} = document
  if (Object.hasOwn(mapOf(value), 'policy') || namesake(file) !== undefined) return []
  const message = 'Nothing says which policy is tested'
  return [document.problemAtSpan(0, 0, {code: 'MISSING_KEY', message, suggestion: example})]
}

/** More calls than this are no test, but a way to keep a machine busy. */
const mostCalls = 100_000

function checkCases(document: SourceDocument): Problem[] {
  const {cases} = mapOf(document.value)
  if (!Array.isArray(cases)) return []
  let calls = 0
  return cases.flatMap((each: unknown, position) => {
    if (typeof each !== 'object' || each === null || Array.isArray(each)) return []
    const before = calls
    calls += countCalls(mapOf(each))
    const tooMany = before <= mostCalls && calls > mostCalls
    return [
      ...checkCase(document, position, mapOf(each)),
      ...(tooMany ? [document.problemAtValue(['cases', position], tooManyCalls)] : []),
    ]
  })
}

const tooManyCalls: About = {
  code: 'TOO_MANY_CALLS',
  message: 'With this case the suite makes more than 100,000 calls',
  suggestion: 'Say what matters with fewer: state the session’s counts in place of repeating.',
}
