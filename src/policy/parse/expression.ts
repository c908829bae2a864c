/** A part of a condition; `start` and `end` are offsets into the condition's text, `end` exclusive. */
export type Expression =
  | LiteralExpression
  | ListExpression
  | NameExpression
  | MemberExpression
  | IndexExpression
  | MethodExpression
  | CallExpression
  | QuantifierExpression
  | NotExpression
  | NegateExpression
  | LogicalExpression
  | ComparisonExpression
  | ArithmeticExpression

export interface Span {
  readonly start: number
  readonly end: number
}

/** A name as it stands in the text, so that a problem can point at it alone. */
export interface Word extends Span {
  readonly text: string
}

interface LiteralExpression extends Span {
  readonly kind: 'literal'
  readonly value: string | number | boolean | null
}

export interface ListExpression extends Span {
  readonly kind: 'list'
  readonly items: readonly Expression[]
}

export interface NameExpression extends Span {
  readonly kind: 'name'
  readonly name: string
}

/** `object.member` */
export interface MemberExpression extends Span {
  readonly kind: 'member'
  readonly object: Expression
  readonly member: Word
}

/** `object[index]` */
export interface IndexExpression extends Span {
  readonly kind: 'index'
  readonly object: Expression
  readonly index: Expression
}

/** `object.method(args)` */
export interface MethodExpression extends Span {
  readonly kind: 'method'
  readonly object: Expression
  readonly method: Word
  readonly args: readonly Expression[]
}

/** `callee(args)` */
export interface CallExpression extends Span {
  readonly kind: 'call'
  readonly callee: Word
  readonly args: readonly Expression[]
}

export type Quantifier = 'any' | 'all'

/** `any(body for variable in list)` */
export interface QuantifierExpression extends Span {
  readonly kind: 'quantifier'
  readonly quantifier: Quantifier
  readonly body: Expression
  readonly variable: Word
  readonly list: Expression
}

interface NotExpression extends Span {
  readonly kind: 'not'
  readonly operand: Expression
}

/** `-operand` */
interface NegateExpression extends Span {
  readonly kind: 'negate'
  readonly operand: Expression
}

export type LogicalOperator = 'and' | 'or'

/** Flat, however many operands stand side by side: a long `or` is not a deep one. */
export interface LogicalExpression extends Span {
  readonly kind: 'logical'
  readonly operator: LogicalOperator
  readonly operands: readonly Expression[]
}

export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in'

/** A chain as Python has it: `a < b < c` is one comparison with two links. */
export interface ComparisonExpression extends Span {
  readonly kind: 'comparison'
  readonly first: Expression
  readonly links: readonly ComparisonLink[]
}

export interface ComparisonLink {
  readonly operator: ComparisonOperator
  readonly right: Expression
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '//' | '%'

export interface ArithmeticExpression extends Span {
  readonly kind: 'arithmetic'
  readonly operator: ArithmeticOperator
  readonly left: Expression
  readonly right: Expression
}

/** The parts directly inside an expression, in the order of the text. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'name':
      return []
    case 'list':
      return expression.items
    case 'member':
      return [expression.object]
    case 'index':
      return [expression.object, expression.index]
    case 'method':
      return [expression.object, ...expression.args]
    case 'call':
      return expression.args
    case 'quantifier':
      return [expression.body, expression.list]
    case 'not':
    case 'negate':
      return [expression.operand]
    case 'logical':
      return expression.operands
    case 'comparison':
      return [expression.first, ...expression.links.map((link) => link.right)]
    case 'arithmetic':
      return [expression.left, expression.right]
  }
}
