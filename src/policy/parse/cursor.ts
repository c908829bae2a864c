import type {ExpressionProblem, SyntaxProblemCode} from '../problem.js'
import type {Span} from './expression.js'
import {
  leftoverProblem,
  missingOperandProblem,
  notSupported,
  problemAt,
  type Unsupported,
} from './mistakes.js'
import type {EndToken, Token} from './token.js'

/** Ends the reading of a condition whose rest can't be made sense of. Caught where the reading was started. */
export class Unreadable {
  constructor(readonly problem: ExpressionProblem) {}
}

const nothing: EndToken = {kind: 'end', text: '', start: 0, end: 0}

/** Goes over the tokens, and gathers what is wrong with them. */
export class Cursor {
  private at = 0

  constructor(
    private readonly tokens: readonly Token[],
    readonly problems: ExpressionProblem[],
  ) {}

  peek(ahead = 0): Token {
    return this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)] ?? nothing
  }

  next(): Token {
    const token = this.peek()
    this.at += 1
    return token
  }

  /** Where the last token that was taken ends. */
  get end(): number {
    return this.peek(-1).end
  }

  isNext(text: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return token.text === text && (token.kind === 'symbol' || token.kind === 'name')
  }

  accept(text: string): boolean {
    if (!this.isNext(text)) return false
    this.at += 1
    return true
  }

  /** Tells of a mistake that can be read over. */
  tell(code: SyntaxProblemCode, message: string, at: Span, suggestion?: string): void {
    this.problems.push(problemAt(code, message, at, suggestion))
  }

  fail(code: SyntaxProblemCode, message: string, at: Span, suggestion?: string): never {
    throw new Unreadable(problemAt(code, message, at, suggestion))
  }

  tellUnsupported(what: Unsupported, at: Span): void {
    this.problems.push(notSupported(what, at))
  }

  failUnsupported(what: Unsupported, at: Span): never {
    throw new Unreadable(notSupported(what, at))
  }

  /** A whole expression was read, and the next token can't go on from it. */
  failOnLeftover(): never {
    throw new Unreadable(leftoverProblem(this.tokens, this.at))
  }

  failOnMissingValue(): never {
    throw new Unreadable(missingOperandProblem(this.tokens, this.at))
  }
}
