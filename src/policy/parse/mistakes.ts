import type {ExpressionProblem, SyntaxProblemCode} from '../problem.js'
import type {Span} from './expression.js'
import type {Token} from './token.js'

/** What people type because another language has it. */
const unsupported = {
  lambda: ['There are no lambdas', 'Write any(… for x in …) or all(… for x in …)'],
  for: ['`for` stands only in any(…) and all(…)', 'Write any(… for x in …)'],
  'list for': ['There are no list comprehensions', 'Write any(… for x in …), without square brackets'],
  'second for': ['There is only one `for` in any(…) and all(…)', 'Write any(any(… for y in x) for x in …)'],
  'for if': ['`for` has no `if` here', 'Write any(… and … for x in …) or all(not … or … for x in …)'],
  'optional member': ['`?.` is not needed: a member of null is null', 'Write .'],
  slice: ["Parts of a text or list can't be cut out with `:`", 'Use startswith, endswith, split or find'],
  tuple: ['A list stands in square brackets', 'Write [1, 2] instead of (1, 2)'],
  ternary: ['There is no `if … else` inside a condition', 'Write (a and b) or (not a and c), or two rules'],
  power: ['There is no power operator', 'Multiply: x * x'],
  braces: ["Maps and sets can't be written in a condition", 'Write a list: [1, 2]'],
  pipe: ['There are no operators on bits', undefined],
  increment: ['A condition changes nothing', 'Compare with =='],
  elvis: ['There is no `??`', 'Write x.get("key", default)'],
  pattern: ['There is no operator for patterns', 'Write matches(text, "regex")'],
} as const satisfies Record<string, readonly [string, string | undefined]>

export type Unsupported = keyof typeof unsupported

export function notSupported(what: Unsupported, {start, end}: Span): ExpressionProblem {
  const [message, suggestion] = unsupported[what]
  return {code: 'NOT_SUPPORTED', message, start, end, ...(suggestion === undefined ? {} : {suggestion})}
}

const strangers: Readonly<Record<string, Unsupported>> = {
  if: 'ternary',
  else: 'ternary',
  '?': 'ternary',
  for: 'for',
  lambda: 'lambda',
  '**': 'power',
  '{': 'braces',
  '}': 'braces',
  '^': 'pipe',
  '~': 'pipe',
  '??': 'elvis',
  '=~': 'pattern',
  '!~': 'pattern',
}

const stranger = (token: Token): ExpressionProblem | undefined => {
  if (token.kind !== 'name' && token.kind !== 'symbol') return undefined
  const what = Object.hasOwn(strangers, token.text) ? strangers[token.text] : undefined
  return what && notSupported(what, token)
}

/** What words between two values are in other policy languages. */
const infix: Readonly<Record<string, string>> = {
  contains: 'Write "part" in text',
  has: 'Write "key" in map',
  like: 'Write glob(text, "pattern")',
  matches: 'Write matches(text, "regex")',
  startswith: 'Write text.startswith("…")',
  startsWith: 'Write text.startswith("…")',
  endswith: 'Write text.endswith("…")',
  endsWith: 'Write text.endswith("…")',
  eq: 'Write ==',
  ne: 'Write !=',
  equals: 'Write ==',
  between: 'Write low <= x <= high',
}

/** A whole expression was read, and this token can't go on from it. */
export function leftoverProblem(tokens: readonly Token[], at: number): ExpressionProblem {
  const token = tokens[at] ?? end
  const known = stranger(token)
  if (known) return known
  if (token.text === ')' || token.text === ']') {
    return problemAt(
      'STRAY_BRACKET',
      `This \`${token.text}\` closes nothing`,
      token,
      `Delete it, or open a bracket before it`,
    )
  }
  if (token.kind === 'name' && Object.hasOwn(infix, token.text)) {
    return problemAt(
      'UNEXPECTED_TOKEN',
      `\`${token.text}\` can't stand between two values`,
      token,
      infix[token.text],
    )
  }
  const before = tokens[at - 1]
  if (token.kind === 'text' && before?.kind === 'text') {
    return problemAt(
      'UNEXPECTED_TOKEN',
      'Two texts stand side by side',
      token,
      'Put a comma between the items of a list, or + to join them',
    )
  }
  if (token.text === '(') {
    return problemAt('UNEXPECTED_TOKEN', 'Only names of functions and methods can be called', token)
  }
  return problemAt(
    'UNEXPECTED_TOKEN',
    `Unexpected ${tokenText(token)} after ${before ? tokenText(before) : 'the beginning'}`,
    token,
    token.kind === 'symbol' ? undefined : 'Put an operator between them: and, or, ==, in, …',
  )
}

/** A value had to begin here. */
export function missingOperandProblem(tokens: readonly Token[], at: number): ExpressionProblem {
  const token = tokens[at] ?? end
  const before = tokens[at - 1]
  const known = stranger(token)
  if (known) return known
  if (token.text === '+' && before?.text === '+') return notSupported('increment', token)
  const after = before ? ` after ${tokenText(before)}` : ''
  if (token.kind === 'end') {
    return problemAt(
      'UNEXPECTED_END',
      `The condition ends where a value is missing${after}`,
      before ?? token,
      before && `Add it, or delete the ${before.text}`,
    )
  }
  if (token.text === '*' || token.text === '+') {
    return problemAt('UNEXPECTED_TOKEN', `\`${token.text}\` needs a value on its left`, token)
  }
  return problemAt('UNEXPECTED_TOKEN', `A value is missing${after}, before ${tokenText(token)}`, token)
}

const end: Token = {kind: 'end', text: '', start: 0, end: 0}

function tokenText(token: Token): string {
  if (token.kind === 'end') return 'the end'
  return `\`${token.text.length > 40 ? `${token.text.slice(0, 40)}…` : token.text}\``
}

export function problemAt(
  code: SyntaxProblemCode,
  message: string,
  {start, end}: Span,
  suggestion?: string,
): ExpressionProblem {
  return {code, message, start, end, ...(suggestion === undefined ? {} : {suggestion})}
}
