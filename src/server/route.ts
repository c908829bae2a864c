import type {Operation} from '../api/operation.js'
import {type OperationName, operations} from '../api/operations.js'
import {partsOf, placeholderOf} from '../api/path.js'

export interface Route {
  readonly name: OperationName
  readonly params: Readonly<Record<string, string>>
}

interface Pattern {
  readonly name: OperationName
  readonly method: string
  readonly parts: readonly string[]
}

const patterns: readonly Pattern[] = Object.entries<Operation>(operations).map(([name, {method, path}]) => ({
  name: name as OperationName,
  method,
  parts: partsOf(path),
}))

/** By path and then by method: those without parts to fill in, found by a look. */
const exact = new Map<string, Map<string, Route>>()
for (const {name, method, parts} of patterns) {
  if (parts.some((part) => placeholderOf(part) !== undefined)) continue
  const path = `/${parts.join('/')}`
  exact.set(path, (exact.get(path) ?? new Map<string, Route>()).set(method, {name, params: {}}))
}

/**
 * The operation that a request asks for; the methods that there are for its path, where it asks by another; nothing for a
 * path that nobody knows. A slash at the end means nothing: clients of this wire do not follow redirects.
 */
export function routeOf(method: string, path: string): Route | readonly string[] | undefined {
  const known = exact.get(path)?.get(method)
  if (known !== undefined) return known
  const parts = partsOf(path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path)
  const fitting = patterns.filter((pattern) => fits(pattern.parts, parts)).sort(literalFirst)
  const meant = fitting.find((pattern) => pattern.method === method)
  if (meant === undefined) return fitting.length === 0 ? undefined : fitting.map((each) => each.method)
  const params = paramsOf(meant.parts, parts)
  return params === undefined ? undefined : {name: meant.name, params}
}

const fits = (pattern: readonly string[], parts: readonly string[]): boolean =>
  pattern.length === parts.length &&
  pattern.every((part, at) => (placeholderOf(part) === undefined ? part === parts[at] : parts[at] !== ''))

/** `/sessions/export` is that, and not the session `export`. */
const literalFirst = (a: Pattern, b: Pattern): number => placeholders(a) - placeholders(b)

const placeholders = ({parts}: Pattern): number =>
  parts.filter((part) => placeholderOf(part) !== undefined).length

function paramsOf(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {}
  for (const [at, part] of pattern.entries()) {
    const name = placeholderOf(part)
    if (name === undefined) continue
    const value = decoded(parts[at] ?? '')
    if (value === undefined) return undefined
    params[name] = value
  }
  return params
}

/** A part of a path as it was meant; nothing when its escapes are no UTF-8. */
export function decoded(part: string): string | undefined {
  if (!part.includes('%')) return part
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}
