import type {ExpressionProblem} from '../problem.js'
import {Cursor, Unreadable} from './cursor.js'
import type {Expression, Span} from './expression.js'
import {tokensOf} from './lexer.js'
import {Limit} from './limits.js'
import {Parser} from './parser.js'

export interface ParsedExpression {
  /** Nothing when the text can't be read as an expression; then there is at least one problem. */
  readonly expression?: Expression
  readonly comments: readonly Span[]
  readonly problems: readonly ExpressionProblem[]
}

/** Reads a condition's text. Throws nothing, whatever the text is, and is linear in its length. */
export function readExpression(source: string): ParsedExpression {
  if (isTooLong(source)) return {comments: [], problems: [tooLongProblem(source)]}
  const {tokens, comments, problems, sound} = tokensOf(source)
  if (!sound) return {comments, problems}
  const cursor = new Cursor(tokens, [...problems])
  const expression = parse(cursor)
  const found = cursor.problems.toSorted((a, b) => a.start - b.start).slice(0, Limit.problems)
  return {...(expression && {expression}), comments, problems: found}
}

function parse(cursor: Cursor): Expression | undefined {
  try {
    return new Parser(cursor).whole()
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    cursor.problems.push(error.problem)
    return undefined
  }
}

const isTooLong = (source: string): boolean =>
  source.length > Limit.bytes || new TextEncoder().encode(source).length > Limit.bytes

const tooLongProblem = (source: string): ExpressionProblem => ({
  code: 'CONDITION_TOO_LONG',
  message: `The condition is longer than ${Limit.bytes / 1024} KiB`,
  start: 0,
  end: source.length,
  suggestion: 'Split it into several rules',
})
