import type {Span} from './expression.js'

export type Token = NameToken | NumberToken | TextToken | SymbolToken | EndToken

/** A word: a name or a keyword; which of the two is for the parser to say (`tool_args.in` is a name). */
interface NameToken extends Span {
  readonly kind: 'name'
  readonly text: string
}

export interface NumberToken extends Span {
  readonly kind: 'number'
  readonly text: string
  readonly value: number
}

export interface TextToken extends Span {
  readonly kind: 'text'
  readonly text: string
  readonly value: string
}

interface SymbolToken extends Span {
  readonly kind: 'symbol'
  readonly text: string
}

export interface EndToken extends Span {
  readonly kind: 'end'
  readonly text: ''
}
