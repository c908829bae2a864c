import type {Word} from './words.js'

/** What the command line knows of a text without asking anybody. */
export interface Reader {
  /** What may follow at the cursor, and what for; empty where there is nothing to say. */
  hint(text: string, at: number): string
  /** The word that is an expression of the policy language, in the command at the cursor. */
  expression(text: string, at: number): Word | null
}

/** How an expression reads. */
export interface CheckedExpression {
  readonly expression: string
  readonly parts: readonly ExpressionPart[]
  /** The first thing that is wrong with it. */
  readonly fault: {readonly start: number; readonly end: number; readonly message: string} | null
}

export interface ExpressionPart {
  readonly start: number
  readonly end: number
  readonly kind: 'name' | 'word' | 'number' | 'text' | 'symbol' | 'comment'
}
