/** What a condition works with: whatever JSON can say. */
export type Value = null | boolean | number | string | readonly Value[] | ValueMap

export interface ValueMap {
  readonly [key: string]: Value
}

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value)

export const isMap = (value: Value): value is ValueMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The member of a map; a key that is not there is null. Only a map's own keys count: what JavaScript hangs on every
 * object (`constructor`, `__proto__`) is nobody's argument.
 */
export const memberOf = (map: ValueMap, key: string): Value =>
  Object.hasOwn(map, key) ? (map[key] ?? null) : null

/** What Python calls true: all but null, false, 0, and empty text, lists and maps. */
export function isTrue(value: Value): boolean {
  if (typeof value === 'boolean') return value
  if (typeof value === 'object') return value !== null && hasContent(value)
  return Boolean(value)
}

function hasContent(value: readonly Value[] | ValueMap): boolean {
  if (Array.isArray(value)) return value.length > 0
  for (const key in value) if (Object.hasOwn(value, key)) return true
  return false
}

/** What a value is, in the words a message uses. */
export function kindText(value: Value): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return 'text'
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'a map'
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  return typeof value === 'number' ? 'a number' : 'something JSON does not know'
}
