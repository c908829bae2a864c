import type {About, Path, SourceDocument} from '../../source/document.js'
import type {Problem} from '../../source/problem.js'

/** YAML knows more kinds of values than JSON, and an argument is JSON: such a value would be equal to none. */
export function checkJsonValue(document: SourceDocument, path: Path, value: unknown): Problem[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : refused(document, path, String(value))
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap((item, at) => checkJsonValue(document, [...path, at], item))
  if (!isPlainObject(value)) return refused(document, path, value.constructor.name)
  return Object.entries(value).flatMap(([key, part]) => checkJsonValue(document, [...path, key], part))
}

const isPlainObject = (value: object): boolean =>
  [Object.prototype, null].includes(Object.getPrototypeOf(value))

const refused = (document: SourceDocument, path: Path, kind: string): Problem[] => [
  document.problemAtValue(path, notJson(kind)),
]

const notJson = (kind: string): About => ({
  code: 'INVALID_VALUE',
  message: `No argument can be this: ${kinds[kind] ?? 'something'} that JSON does not know`,
  suggestion: 'Write a text, a number, true, false, null, a list or a map.',
})

const kinds: Readonly<Record<string, string>> = {
  NaN: 'a number',
  Infinity: 'a number',
  '-Infinity': 'a number',
  Set: 'a set',
}
