/**
 * Equal as the program meant it that older policy files were written for: `true` is 1 and `false` is 0, lists and maps are
 * compared by content.
 */
export function isPythonEqual(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) || Array.isArray(right)) return isEqualList(left, right)
  if (isMap(left) && isMap(right)) return isEqualMap(left, right)
  return plain(left) === plain(right)
}

const plain = (value: unknown): unknown => (typeof value === 'boolean' ? Number(value) : (value ?? null))

function isEqualList(left: unknown, right: unknown): boolean {
  if (!Array.isArray(left) || !Array.isArray(right)) return false
  return left.length === right.length && left.every((item, at) => isPythonEqual(item, right[at]))
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

function isEqualMap(left: Record<string, unknown>, right: Record<string, unknown>): boolean {
  const keys = Object.keys(left)
  if (keys.length !== Object.keys(right).length) return false
  return keys.every((key) => Object.hasOwn(right, key) && isPythonEqual(left[key], right[key]))
}
