/** A set of texts: letters, any one character, any run of them. */
export type Pattern = readonly Token[]
type Token = string | typeof one | typeof run

const one = Symbol('any one character')
const run = Symbol('any run of characters')

// Comparing two patterns takes the product of their lengths.
const longest = 200

export const exactly = (text: string): Pattern | undefined => bounded([...text])
export const startingWith = (text: string): Pattern | undefined => bounded([...text, run])
export const endingWith = (text: string): Pattern | undefined => bounded([run, ...text])
export const holding = (text: string): Pattern | undefined => bounded([run, ...text, run])

/** A pattern for the names of tools, where `*` and `?` stop at nothing. */
export const toolPattern = (glob: string): Pattern | undefined =>
  bounded(Array.from(glob.replaceAll(/\*+/g, '*'), (letter) => wild.get(letter) ?? letter))

const wild = new Map<string, Token>([
  ['*', run],
  ['?', one],
])

/** Nothing for what is too long, or holds halves of characters, which are compared in a way of their own. */
const bounded = (tokens: readonly Token[]): Pattern | undefined =>
  tokens.length <= longest && !tokens.some(isHalf) ? tokens : undefined

const isHalf = (token: Token): boolean => typeof token === 'string' && /^[\ud800-\udfff]$/.test(token)

type Places = readonly boolean[]

/** Whether every text of `inner` is one of `outer`. Says no when in doubt. */
export function covers(outer: Pattern, inner: Pattern): boolean {
  // What is left of `outer` covers what is left of `inner`: worked out from the ends.
  let after: Places = []
  for (let at = outer.length; at >= 0; at--) after = coverRow(outer[at], inner, after)
  return after[0] === true
}

function coverRow(token: Token | undefined, inner: Pattern, after: Places): Places {
  const row: boolean[] = []
  for (let at = inner.length; at >= 0; at--) row[at] = coversFrom(token, inner, at, row, after)
  return row
}

function coversFrom(
  token: Token | undefined,
  inner: Pattern,
  at: number,
  row: Places,
  after: Places,
): boolean {
  const isEnd = at === inner.length
  if (token === undefined) return isEnd
  if (token === run) return after[at] === true || (!isEnd && row[at + 1] === true)
  const met = inner[at]
  return !isEnd && met !== run && (token === one || token === met) && after[at + 1] === true
}

/** Whether a text can be of both. */
export function meet(left: Pattern, right: Pattern): boolean {
  if (startApart(left, right)) return false
  let after: Places = []
  for (let at = left.length; at >= 0; at--) after = meetRow(left[at], right, after)
  return after[0] === true
}

/** Most patterns are told apart by how they begin. */
function startApart(left: Pattern, right: Pattern): boolean {
  for (const [at, token] of left.entries()) {
    const other = right[at]
    if (typeof token !== 'string' || typeof other !== 'string') return false
    if (token !== other) return true
  }
  return false
}

function meetRow(token: Token | undefined, right: Pattern, after: Places): Places {
  const row: boolean[] = []
  for (let at = right.length; at >= 0; at--) row[at] = meetsFrom(token, right[at], at, row, after)
  return row
}

function meetsFrom(
  token: Token | undefined,
  met: Token | undefined,
  at: number,
  row: Places,
  after: Places,
): boolean {
  if (token === undefined && met === undefined) return true
  if (token === run && after[at] === true) return true
  if (met === run) return row[at + 1] === true || (token !== undefined && after[at] === true)
  if (token === undefined || met === undefined) return false
  if (token === run) return row[at + 1] === true
  return (token === one || met === one || token === met) && after[at + 1] === true
}

/** One text of the pattern. */
export const sampleOf = (pattern: Pattern): string =>
  pattern.map((token) => (typeof token === 'string' ? token : 'x')).join('')
