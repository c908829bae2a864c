import {checkExpression} from '../policy/check/check.js'
import {tokensOf} from '../policy/parse/lexer.js'
import {readExpression} from '../policy/parse/read-expression.js'
import type {Token} from '../policy/parse/token.js'
import type {ExpressionProblem} from '../policy/problem.js'

/** How a text reads as an expression of the policy language. */
export interface ReadText {
  readonly parts: readonly {readonly start: number; readonly end: number; readonly kind: PartKind}[]
  /** The first thing that is wrong with it. */
  readonly fault: {readonly start: number; readonly end: number; readonly message: string} | null
}

type PartKind = 'name' | 'word' | 'number' | 'text' | 'symbol' | 'comment'

const words = new Set(['and', 'or', 'not', 'in', 'true', 'false', 'null', 'any', 'all', 'if', 'else', 'for'])

export function readAsExpression(source: string): ReadText {
  const {tokens, comments} = tokensOf(source)
  const {expression, problems} = readExpression(source)
  const all = expression === undefined ? problems : [...problems, ...checkExpression(expression)]
  const parts = tokens.flatMap(({kind, text, start, end}: Token) =>
    kind === 'end' ? [] : [{start, end, kind: kind === 'name' && words.has(text) ? 'word' : kind} as const],
  )
  const noted = comments.map(({start, end}) => ({start, end, kind: 'comment'}) as const)
  return {parts: [...parts, ...noted].sort((a, b) => a.start - b.start), fault: firstOf(all, source)}
}

function firstOf(problems: readonly ExpressionProblem[], source: string): ReadText['fault'] {
  const [first] = problems.toSorted((a, b) => a.start - b.start)
  if (first === undefined) return null
  const {message, start, end} = first
  return {message, start: Math.min(start, source.length), end: Math.max(end, start + 1)}
}
