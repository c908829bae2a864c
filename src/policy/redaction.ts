/** What of a call must never be stored or shown. */
export interface Redaction {
  /** The value with everything secret in it replaced. */
  redact(value: unknown): unknown
  /** Whether what lies at the end of a path of names is secret. */
  isSecret(path: readonly string[]): boolean
}

export const redactedText = '[redacted]'

/** Deeper than anything a person reads. What lies below is hidden: it could not be looked through. */
export const deepest = 200

/** Names that are secret by themselves, and as the end of a longer one: `access_token`, `dbPassword`, `x-api-key`. */
const secretNames = [
  'password',
  'passwords',
  'passwd',
  'passphrase',
  'pwd',
  'secret',
  'secrets',
  'token',
  'jwt',
  'bearer',
  'apikey',
  'apikeys',
  'accesskey',
  'secretkey',
  'privatekey',
  'credential',
  'credentials',
  'authorization',
  'cookie',
  'cookies',
] as const

/** `api_key`, `apiKey` and `API-KEY` are one name. */
const folded = (name: string): string => name.toLowerCase().replaceAll(/[-_\s]/g, '')

const isSecretName = (name: string): boolean => {
  const plain = folded(name)
  return secretNames.some((secret) => plain.endsWith(secret))
}

/**
 * A pattern such as `*.password` or `headers.authorization` is the end of a path: whatever lies there is hidden, wherever it
 * is. A `*` alone is any number of names, within a name any text; items of a list have no name of their own.
 */
export function createRedaction(patterns: readonly string[]): Redaction {
  const own = patterns.map(piecesOf)
  const isSecret = (path: readonly string[]): boolean =>
    isSecretName(path.at(-1) ?? '') || own.some((pieces) => endsLike(path, pieces))
  return {isSecret, redact: (value) => redactedAt(value, [], isSecret)}
}

/** Names that follow each other. */
type Piece = readonly ((name: string) => boolean)[]

function piecesOf(pattern: string): readonly Piece[] {
  const pieces: ((name: string) => boolean)[][] = [[]]
  for (const segment of pattern.split('.')) {
    if (segment === '*') pieces.push([])
    else pieces.at(-1)?.push(nameTest(segment))
  }
  return pieces.filter((piece) => piece.length > 0)
}

function nameTest(segment: string): (name: string) => boolean {
  const parts = segment.split('*').map(folded)
  return (name) => fits(folded(name), parts)
}

/** Whether the last piece is the path's end, and the others lie somewhere before it, each after the one before. */
function endsLike(path: readonly string[], pieces: readonly Piece[]): boolean {
  let start = path.length
  for (const [order, piece] of pieces.toReversed().entries()) {
    start -= piece.length
    while (order > 0 && start > 0 && !liesAt(path, piece, start)) start--
    if (start < 0 || !liesAt(path, piece, start)) return false
  }
  return true
}

const liesAt = (path: readonly string[], piece: Piece, start: number): boolean =>
  piece.every((test, at) => test(path[start + at] ?? ''))

/** Whether a name has the parts one after the other, the first at its start and the last at its end. */
function fits(name: string, parts: readonly string[]): boolean {
  const [first = '', ...others] = parts
  const last = others.pop()
  if (last === undefined) return name === first
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false
  let at = first.length
  for (const part of others) {
    const found = name.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= name.length - last.length
}

function redactedAt(
  value: unknown,
  path: readonly string[],
  isSecret: (path: readonly string[]) => boolean,
  levels = deepest,
): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (levels === 0) return redactedText
  if (Array.isArray(value)) return sameOr(value, (item) => redactedAt(item, path, isSecret, levels - 1))
  const entries = Object.entries(value)
  const redacted = entries.map(([key, part]): [string, unknown] => {
    const here = [...path, key]
    return [key, isSecret(here) ? redactedText : redactedAt(part, here, isSecret, levels - 1)]
  })
  const same = redacted.every(([, part], at) => part === entries[at]?.[1])
  return same ? value : Object.fromEntries(redacted)
}

function sameOr(list: readonly unknown[], change: (item: unknown) => unknown): readonly unknown[] {
  const changed = list.map(change)
  return changed.every((item, at) => item === list[at]) ? list : changed
}
