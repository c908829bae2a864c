import {
  type $ZodIssue,
  type $ZodIssueUnrecognizedKeys,
  type $ZodType,
  type $ZodTypes,
  globalRegistry,
  safeParse,
} from 'zod/v4/core'
import {closestName} from '../model/spelling.js'
import type {Path, SourceDocument} from './document.js'
import type {About} from './faults.js'
import {flowText} from './flow-text.js'
import {clipped, inFileOrder, type Problem} from './problem.js'

/** What people write for a key elsewhere: `effect` for `action`. The first of them that is known there is meant. */
export type Synonyms = ReadonlyMap<string, readonly string[]>

interface ShapeOptions {
  /** The part of the document that is looked at. */
  at?: Path
  synonyms?: Synonyms
  /** Whether what stands at a path (from `at`) must not be shown. */
  isSecret?: (path: Path) => boolean
}

/** Every way in which a document's value differs from its schema, in the order of the file. */
export function checkShape(
  document: SourceDocument,
  schema: $ZodType,
  {at = [], synonyms = new Map(), isSecret = () => false}: ShapeOptions = {},
): Problem[] {
  const result = safeParse(schema, valueAt(document.value, at))
  if (result.success) return []
  const {issues} = result.error
  const job = {document, schema, at, synonyms, isSecret}
  const meant = new Set(issues.flatMap((issue) => (isAboutKeys(issue) ? meantPaths(job, issue) : [])))
  return inFileOrder(
    issues.flatMap((issue) => {
      if (isAboutKeys(issue)) return keyProblems(job, issue)
      // Of a misspelled key it would be said a second time, as of a missing one.
      return meant.has(pathText(issue.path)) && valueAt(document.value, [...at, ...issue.path]) === undefined
        ? []
        : [valueProblem(job, issue)]
    }),
  )
}

interface Job extends Required<ShapeOptions> {
  readonly document: SourceDocument
  readonly schema: $ZodType
}

const isAboutKeys = (issue: $ZodIssue): issue is $ZodIssueUnrecognizedKeys =>
  issue.code === 'unrecognized_keys'

const pathText = (path: Path): string => JSON.stringify(path.map(String))

/** The keys that unknown ones most likely stand for. */
function meantPaths({schema, synonyms}: Job, {path, keys}: $ZodIssueUnrecognizedKeys): string[] {
  const known = keysOf(schemaAt(schema, path))
  return keys.flatMap((key) => {
    const meant = meantKey(key, known, synonyms)
    return meant === undefined ? [] : [pathText([...path, meant])]
  })
}

function keyProblems({document, schema, at, synonyms}: Job, issue: $ZodIssueUnrecognizedKeys): Problem[] {
  const {path, keys} = issue
  const known = keysOf(schemaAt(schema, path))
  return keys.map((key) => document.problemAtKey([...at, ...path, key], unknownKey(key, known, synonyms)))
}

function valueProblem({document, schema, at, isSecret}: Job, issue: $ZodIssue): Problem {
  const path = [...at, ...issue.path]
  const value = valueAt(document.value, path)
  const example = exampleAt(schema, issue.path)
  if (value === undefined && path.length > 0) return missingKey(document, path, issue, example)
  const secret = isSecret(issue.path)
  const message = `${nameOf(path)} ${demand(issue)}${secret || isAboutLength(issue) ? '' : butIs(value)}`
  const source = document.sourceAt(path)
  const suggestion = secret
    ? undefined
    : (valueSuggestion(issue, value, source) ??
      (showsExample(issue) ? undefined : exampleOf('Write', path, example)) ??
      listSuggestion(issue, value, source))
  return document.problemAtValue(path, {code: 'INVALID_VALUE', message, suggestion})
}

/** Whether the message shows by itself what would be right. */
const showsExample = (issue: $ZodIssue): boolean =>
  issue.code === 'invalid_value' || issue.code === 'too_big' || demand(issue).includes(' like ')

function missingKey(document: SourceDocument, path: Path, issue: $ZodIssue, example: unknown): Problem {
  return document.problemAtKey(path.slice(0, -1), {
    code: 'MISSING_KEY',
    message: `${nameOf(path)} is missing; it ${demand(issue)}`,
    suggestion: exampleOf('Add', path, example),
  })
}

function exampleOf(verb: string, path: Path, example: unknown): string | undefined {
  if (example === undefined) return undefined
  const key = path.at(-1)
  return `${verb} for example: ${typeof key === 'string' ? `${key}: ` : ''}${flowText(example)}`
}

/** What is too short or too long need not be shown: it is known to be a list or a text. */
const isAboutLength = (issue: $ZodIssue): boolean =>
  (issue.code === 'too_small' || issue.code === 'too_big') && ['array', 'string'].includes(issue.origin)

/** The likely remedy, where one is likely. */
function valueSuggestion(issue: $ZodIssue, value: unknown, source: string | undefined): string | undefined {
  if (issue.code === 'invalid_value' && typeof value === 'string') {
    const closest = closestName(value, issue.values.map(String))
    return closest === undefined ? undefined : `Did you mean "${closest}"?`
  }
  const unquoted = typeof value === 'number' || typeof value === 'boolean'
  const wantsText = issue.code === 'invalid_type' && issue.expected === 'string' && isUnworded(issue)
  return wantsText && unquoted && source !== undefined ? `Put it in quotes: "${source}"` : undefined
}

/** What stands alone where a list of such is wanted. */
function listSuggestion(issue: $ZodIssue, value: unknown, source = ''): string | undefined {
  const wantsList = issue.code === 'invalid_type' && issue.expected === 'array'
  return wantsList && typeof value === 'string' && /^[^\n[\]{}]+$/.test(source)
    ? `Write a list: [${source}]`
    : undefined
}

/** What to say of a key that nobody knows. */
function unknownKey(key: string, known: readonly string[], synonyms: Synonyms): About {
  const message = `Unknown key "${clipped(key)}"`
  const [, name = '', value = ''] = withoutSpace.exec(key) ?? []
  if (known.includes(name))
    return {code: 'UNKNOWN_KEY', message, suggestion: `Put a space behind the colon: ${name}: ${value}`}
  const meant = meantKey(key, known, synonyms)
  const suggestion = meant === undefined ? `Known keys: ${known.join(', ')}` : `Did you mean "${meant}"?`
  return {code: 'UNKNOWN_KEY', message, suggestion}
}

/** In `{count:5}` all is the key. */
const withoutSpace = /^([\w-]{1,40}):(.{1,40})$/

const meantKey = (key: string, known: readonly string[], synonyms: Synonyms): string | undefined => {
  const [, name = ''] = withoutSpace.exec(key) ?? []
  if (known.includes(name)) return name
  return synonyms.get(key)?.find((each) => known.includes(each)) ?? closestName(key, known)
}

/** What a schema asks of a value that does not satisfy it, as the end of a sentence: *must be a number*. */
export function demandOf(schema: $ZodType, value: unknown): string | undefined {
  const [issue] = safeParse(schema, value).error?.issues ?? []
  return issue && demand(issue)
}

function demand(issue: $ZodIssue): string {
  if (!isUnworded(issue)) return issue.message
  if (issue.code === 'invalid_type') return `must be ${typeNames[issue.expected] ?? issue.expected}`
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`
  if (issue.code === 'too_small')
    return `must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`
  if (issue.code === 'too_big') return `must be ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`
  if (issue.code === 'invalid_union') return `must be ${alternatives(issue.errors).join(' or ')}`
  return 'is not valid'
}

/** Whether the schema leaves it to us to say what it wants. */
const isUnworded = (issue: $ZodIssue): boolean => issue.message === 'Invalid input'

/** What a value is instead, as the rest of that sentence; nothing when it is not there. */
export function butIs(value: unknown): string {
  if (value === undefined) return ''
  if (value === null || value === '') return ', but is empty'
  if (Array.isArray(value)) return value.length === 0 ? ', but is empty' : ', but is a list'
  if (typeof value === 'object') return ', but is a map'
  if (typeof value === 'string') return `, but is "${clipped(value)}"`
  return `, but is ${String(value)}`
}

/** What each member of a choice asks for, without its *must be*. */
function alternatives(choices: readonly (readonly $ZodIssue[])[]): string[] {
  const demands = choices.flatMap(([first]) => (first === undefined ? [] : [demand(first)]))
  return [...new Set(demands)].map((text) => text.replace(/^must be /, ''))
}

const typeNames: Partial<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys',
  record: 'a map of keys',
}

/** The key, with those around it as far as the list it lies in: which item it is, the line says. */
function nameOf(path: Path): string {
  if (path.length === 0) return 'The file'
  if (typeof path.at(-1) === 'number') return `An item of ${nameOf(path.slice(0, -1))}`
  const list = path.findLastIndex((key) => typeof key === 'number')
  return `"${path
    .slice(list + 1)
    .map(String)
    .join('.')}"`
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (around, key) => (around as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  )
}

/** The schema of what a path leads to. */
function schemaAt(schema: $ZodType | undefined, path: Path): $ZodType | undefined {
  const here = schema === undefined ? undefined : unwrapped(schema)
  const [key, ...rest] = path
  if (here === undefined || key === undefined) return here
  const {def} = here._zod
  if (def.type === 'object') return schemaAt(def.shape[String(key)], rest)
  if (def.type === 'array') return schemaAt(def.element, rest)
  if (def.type === 'record') return schemaAt(def.valueType, rest)
  return undefined
}

/** A value that its schema gives as an example. */
function exampleAt(schema: $ZodType, path: Path): unknown {
  const here = schemaAt(schema, path)
  const examples = here && globalRegistry.get(here)?.['examples']
  return Array.isArray(examples) ? examples[0] : undefined
}

/** The schema inside what only says *may be left out*; of a choice, the one that has keys. */
function unwrapped(schema: $ZodType): $ZodTypes | undefined {
  const {def} = (schema as $ZodTypes)._zod
  if (def.type === 'optional' || def.type === 'default' || def.type === 'nullable')
    return unwrapped(def.innerType)
  if (def.type === 'union') return def.options.map(unwrapped).find((option) => keysOf(option).length > 0)
  return schema as $ZodTypes
}

function keysOf(schema: $ZodType | undefined): readonly string[] {
  const def = (schema as $ZodTypes | undefined)?._zod.def
  return def?.type === 'object' ? Object.keys(def.shape) : []
}
