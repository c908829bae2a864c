import type {ExpressionProblem} from '../problem.js'
import type {Span} from './expression.js'
import {Limit} from './limits.js'
import {readNumber} from './number.js'
import {readText, textOpening} from './text.js'
import type {Token} from './token.js'
import {characterProblem, isUnusualSpace, unusualSpaceProblem} from './unusual.js'

export interface Tokens {
  readonly tokens: readonly Token[]
  readonly comments: readonly Span[]
  readonly problems: readonly ExpressionProblem[]
  /** False when the text could not be cut into tokens that are worth parsing. */
  readonly sound: boolean
}

const blank = /[ \t\r\n\f]+/y
const comment = /#[^\r\n]*/y
const word = /[A-Za-z_][A-Za-z0-9_]*/y
// Longer spellings first. Those that are not ours are cut too, so that the parser can say what to write instead.
const symbol =
  /===|!==|<=>|\*\*|\/\/|==|!=|<>|<=|>=|=>|=~|!~|&&|\|\||:=|->|\?\?|\?\.|[()[\],.+\-*/%<>=!&|?:{};~^]/y

/** Cuts a condition into tokens; ends with an `end` token. Linear in the length of the text. */
export function tokensOf(source: string): Tokens {
  const lexer = new Lexer(source)
  lexer.run()
  return lexer
}

class Lexer implements Tokens {
  readonly tokens: Token[] = []
  readonly comments: Span[] = []
  readonly problems: ExpressionProblem[] = []
  sound = true
  private at = 0

  constructor(private readonly source: string) {}

  run(): void {
    while (this.at < this.source.length && this.problems.length < Limit.problems) this.step()
    this.tokens.push({kind: 'end', text: '', start: this.source.length, end: this.source.length})
    if (this.problems.length >= Limit.problems) this.sound = false
  }

  private step(): void {
    if (this.skip(blank)) return
    const start = this.at
    if (this.skip(comment)) {
      this.comments.push({start, end: this.at})
      return
    }
    if (this.number() || this.text() || this.take('name', word) || this.take('symbol', symbol)) return
    this.unusual()
  }

  private skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.at
    if (!pattern.test(this.source)) return false
    this.at = pattern.lastIndex
    return true
  }

  private take(kind: 'name' | 'symbol', pattern: RegExp): boolean {
    const start = this.at
    if (!this.skip(pattern)) return false
    this.tokens.push({kind, text: this.source.slice(start, this.at), start, end: this.at})
    return true
  }

  private number(): boolean {
    const found = readNumber(this.source, this.at, this.endsOperand())
    if (!found) return false
    this.accept(found)
    return true
  }

  private text(): boolean {
    const opening = textOpening(this.source, this.at)
    if (!opening) return false
    const found = readText(this.source, this.at, opening)
    if (!found.closed) this.sound = false
    this.accept(found)
    return true
  }

  private accept(found: {token: Token; problems: readonly ExpressionProblem[]}): void {
    this.tokens.push(found.token)
    this.problems.push(...found.problems.slice(0, Limit.problems))
    this.at = found.token.end
  }

  /** Whether a value ends here, so that a `.` behind it is a member's and not a number's. */
  private endsOperand(): boolean {
    const last = this.tokens.at(-1)
    if (!last || last.end !== this.at) return false
    return last.kind === 'name' || last.kind === 'text' || last.text === ')' || last.text === ']'
  }

  private unusual(): void {
    if (isUnusualSpace(this.source, this.at)) {
      this.problems.push(unusualSpaceProblem(this.source, this.at))
      this.at += 1
      return
    }
    const problem = characterProblem(this.source, this.at)
    this.problems.push(problem)
    this.at = problem.end
    this.sound = false
  }
}
