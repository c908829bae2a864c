/** A step on the way to an argument inside others. */
export type Segment =
  | {readonly kind: 'key'; readonly key: string}
  | {readonly kind: 'index'; readonly index: number}
  | {readonly kind: 'each'}

export type ArgPath = readonly Segment[]

// `name`, `0`, `*` after a dot or at the start; `[0]`, `[*]`, `["any key"]` anywhere.
const token =
  /(?:^|(?<=.)\.)(?:(\*)|(\d{1,9})(?![^.[])|([^.[\]"*]+))|\[(?:(\*)|(\d{1,9})|("(?:[^"\\]|\\.)*"))\]/y

/** The steps of `headers.authorization`, `items[0].key`, `items.*.key` or `["a.b"]`; nothing when it is no such path. */
export function parseArgPath(text: string): ArgPath | undefined {
  const path: Segment[] = []
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const match = token.exec(text)
    const segment = match === null ? undefined : segmentOf(match)
    if (segment === undefined) return undefined
    path.push(segment)
  }
  return path.length > 0 ? path : undefined
}

function segmentOf([, star, index, key, eachInBrackets, indexInBrackets, quoted]: readonly (
  | string
  | undefined
)[]): Segment | undefined {
  if (star !== undefined || eachInBrackets !== undefined) return {kind: 'each'}
  const position = index ?? indexInBrackets
  if (position !== undefined) return {kind: 'index', index: Number(position)}
  if (key !== undefined) return {kind: 'key', key}
  return quoted === undefined ? undefined : quotedKey(quoted)
}

function quotedKey(quoted: string): Segment | undefined {
  try {
    return {kind: 'key', key: String(JSON.parse(quoted))}
  } catch {
    return undefined
  }
}
