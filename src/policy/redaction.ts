/** What of a call must never be stored or shown. */
export interface Redaction {
  /** The value with everything secret in it replaced. */
  redact(value: unknown): unknown
  /** Whether what lies at the end of a path of names is secret. */
  isSecret(path: readonly string[]): boolean
  /** Whether one of these reads of a call reads a secret, or what is in one. */
  readsSecret(reads: readonly (readonly string[])[]): boolean
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

function looksSecret(name: string): boolean {
  const plain = folded(name)
  return secretNames.some((secret) => plain.endsWith(secret))
}

// The same few names come with every call; a caller that makes them up can't fill the memory with them.
const mostNamesKept = 2000
const longestNameKept = 100
const knownNames = new Map<string, boolean>()

export function isSecretName(name: string): boolean {
  const known = knownNames.get(name)
  if (known !== undefined) return known
  const isSecret = looksSecret(name)
  if (name.length > longestNameKept) return isSecret
  if (knownNames.size >= mostNamesKept) knownNames.clear()
  knownNames.set(name, isSecret)
  return isSecret
}

/**
 * A pattern such as `*.password` or `headers.authorization` is the end of a path: whatever lies there is hidden, wherever it
 * is. A `*` alone is any number of names, within a name any text; items of a list have no name of their own.
 */
export function createRedaction(patterns: readonly string[]): Redaction {
  const own = patterns.map(piecesOf)
  const isOwn = (path: readonly string[]): boolean => own.some((pieces) => endsLike(path, pieces))
  const isSecret = (path: readonly string[]): boolean =>
    isSecretName(path[path.length - 1] ?? '') || (own.length > 0 && isOwn(path))
  return {isSecret, readsSecret: readsTest(isSecret), redact: (value) => redactedAt(value, [], isSecret)}
}

/** What a comparison reads stands in the policy: it is looked at once. */
function readsTest(isSecret: Redaction['isSecret']): Redaction['readsSecret'] {
  const known = new WeakMap<readonly (readonly string[])[], boolean>()
  return (reads) => {
    let answer = known.get(reads)
    if (answer === undefined) {
      answer = reads.some((path) => isSecretRead(path, isSecret))
      known.set(reads, answer)
    }
    return answer
  }
}

/** `tool_args.headers.token.x` is secret because `token` is. */
function isSecretRead(path: readonly string[], isSecret: Redaction['isSecret']): boolean {
  const names = path.slice(1).filter((name) => name !== '*')
  return names.some((_, at) => isSecret(names.slice(0, at + 1)))
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

/** The value itself when nothing in it is secret, which is so most of the time. */
function redactedAt(
  value: unknown,
  path: string[],
  isSecret: (path: readonly string[]) => boolean,
  levels = deepest,
): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (levels === 0) return redactedText
  if (Array.isArray(value)) return sameOr(value, (item) => redactedAt(item, path, isSecret, levels - 1))
  return redactedMap(value as Record<string, unknown>, path, isSecret, levels)
}

function redactedMap(
  map: Readonly<Record<string, unknown>>,
  path: string[],
  isSecret: (path: readonly string[]) => boolean,
  levels: number,
): unknown {
  let changed: Map<string, unknown> | undefined
  for (const key of Object.keys(map)) {
    path.push(key)
    const part = map[key]
    const redacted = isSecret(path) ? redactedText : redactedAt(part, path, isSecret, levels - 1)
    path.pop()
    if (redacted === part) continue
    changed ??= new Map(Object.entries(map))
    changed.set(key, redacted)
  }
  // Built from entries and never by assignment: a key named `__proto__` must stay one.
  return changed === undefined ? map : Object.fromEntries(changed)
}

function sameOr(list: readonly unknown[], change: (item: unknown) => unknown): readonly unknown[] {
  const changed = list.map(change)
  return changed.every((item, at) => item === list[at]) ? list : changed
}
