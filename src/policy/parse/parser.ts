import type {ExpressionProblem, SyntaxProblemCode} from '../problem.js'
import {
  type ArithmeticOperator,
  type ComparisonLink,
  type ComparisonOperator,
  childrenOf,
  type Expression,
  type LogicalOperator,
  type Span,
  type Word,
} from './expression.js'
import {tokensOf} from './lexer.js'
import {Limit} from './limits.js'
import {leftoverProblem, missingOperandProblem, notSupported} from './mistakes.js'
import type {EndToken, Token} from './token.js'

export interface ParsedExpression {
  /** Nothing when the text can't be read as an expression; then there is at least one problem. */
  readonly expression?: Expression
  readonly comments: readonly Span[]
  readonly problems: readonly ExpressionProblem[]
}

/** Reads a condition's text. Never throws, whatever the text is, and is linear in its length. */
export function readExpression(source: string): ParsedExpression {
  if (tooLong(source)) return {comments: [], problems: [tooLongProblem(source)]}
  const {tokens, comments, problems, sound} = tokensOf(source)
  if (!sound) return {comments, problems}
  const parser = new Parser(tokens, [...problems])
  const expression = parser.run()
  const found = parser.problems.toSorted((a, b) => a.start - b.start).slice(0, Limit.problems)
  return expression ? {expression, comments, problems: found} : {comments, problems: found}
}

const tooLong = (source: string): boolean =>
  source.length > Limit.bytes || new TextEncoder().encode(source).length > Limit.bytes

const tooLongProblem = (source: string): ExpressionProblem => ({
  code: 'CONDITION_TOO_LONG',
  message: `The condition is longer than ${Limit.bytes / 1024} KiB`,
  start: 0,
  end: source.length,
  suggestion: 'Split it into several rules',
})

/** Ends the reading of a condition whose rest can't be made sense of. Caught where the parser was started. */
class Unreadable {
  constructor(readonly problem: ExpressionProblem) {}
}

const keywords = new Set(['and', 'or', 'not', 'in', 'true', 'false', 'null', 'True', 'False', 'None'])
const constants: Readonly<Record<string, boolean | null>> = {
  true: true,
  True: true,
  false: false,
  False: false,
  null: null,
  None: null,
}
const comparisons = new Set(['==', '!=', '<', '<=', '>', '>=', 'in'])
/** How operators are spelled elsewhere. Each is told, and read as what it means. */
const misspelledComparisons: Readonly<Record<string, ComparisonOperator>> = {
  '=': '==',
  '===': '==',
  ':=': '==',
  '!==': '!=',
  '<>': '!=',
  '=>': '>=',
}

class Parser {
  private at = 0
  private level = 0
  private readonly depths = new Map<Expression, number>()

  constructor(
    private readonly tokens: readonly Token[],
    readonly problems: ExpressionProblem[],
  ) {}

  run(): Expression | undefined {
    try {
      if (this.peek().kind === 'end') this.fail('EMPTY_CONDITION', 'The condition is empty', this.peek())
      const expression = this.expression()
      const rest = this.peek()
      if (rest.kind !== 'end') throw new Unreadable(leftoverProblem(this.tokens, this.at))
      return expression
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      this.problems.push(error.problem)
      return undefined
    }
  }

  private peek(ahead = 0): Token {
    return this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)] ?? nothing
  }

  private next(): Token {
    const token = this.peek()
    this.at += 1
    return token
  }

  private isNext(text: string): boolean {
    const token = this.peek()
    return token.text === text && (token.kind === 'symbol' || token.kind === 'name')
  }

  private accept(text: string): boolean {
    if (!this.isNext(text)) return false
    this.at += 1
    return true
  }

  private fail(code: SyntaxProblemCode, message: string, at: Span, suggestion?: string): never {
    throw new Unreadable(problemAt(code, message, at, suggestion))
  }

  private tell(code: SyntaxProblemCode, message: string, at: Span, suggestion?: string): void {
    this.problems.push(problemAt(code, message, at, suggestion))
  }

  /** Every way to nest goes through here, so that no text can exhaust the stack. */
  private deeper<Result>(read: () => Result): Result {
    this.level += 1
    if (this.level > Limit.levels) throw new Unreadable(tooDeep(this.peek()))
    const result = read()
    this.level -= 1
    return result
  }

  /** Holds the depth of the tree itself, which also a flat text can build: `a.b.c…`, `1 + 1 + …`. */
  private node<Node extends Expression>(node: Node): Node {
    let depth = 1
    for (const child of childrenOf(node)) depth = Math.max(depth, 1 + (this.depths.get(child) ?? 0))
    if (depth > Limit.levels) throw new Unreadable(tooDeep(this.peek()))
    this.depths.set(node, depth)
    return node
  }

  private expression(): Expression {
    return this.deeper(() => this.logical('or'))
  }

  private logical(operator: LogicalOperator): Expression {
    const operand = (): Expression => (operator === 'or' ? this.logical('and') : this.negation())
    const first = operand()
    const operands = [first]
    while (this.acceptLogical(operator)) operands.push(operand())
    const last = operands.at(-1) ?? first
    if (operands.length === 1) return first
    return this.node({kind: 'logical', operator, operands, start: first.start, end: last.end})
  }

  private acceptLogical(operator: LogicalOperator): boolean {
    if (this.accept(operator)) return true
    const wrong = operator === 'and' ? ['&&', '&'] : ['||', '|']
    const token = this.peek()
    if (token.kind === 'name' && token.text !== operator && token.text.toLowerCase() === operator)
      wrong.push(token.text)
    if (!wrong.some((text) => this.isNext(text))) return false
    this.tell(
      'WRONG_OPERATOR',
      `\`${token.text}\` is written \`${operator}\` here`,
      token,
      `Write ${operator}`,
    )
    this.at += 1
    return true
  }

  private negation(): Expression {
    const token = this.peek()
    if (this.isNext('!') || token.text === 'NOT' || token.text === 'Not') {
      this.tell('WRONG_OPERATOR', `\`${token.text}\` is written \`not\` here`, token, 'Write not')
    } else if (!this.isNext('not')) {
      return this.comparison()
    }
    this.at += 1
    const operand = this.deeper(() => this.negation())
    return this.node({kind: 'not', operand, start: token.start, end: operand.end})
  }

  private comparison(): Expression {
    const first = this.sum()
    const links: ComparisonLink[] = []
    for (let operator = this.comparisonOperator(); operator; operator = this.comparisonOperator()) {
      links.push({operator, right: this.comparisonOperand(operator)})
    }
    const last = links.at(-1)
    if (!last) return first
    return this.node({kind: 'comparison', first, links, start: first.start, end: last.right.end})
  }

  private comparisonOperator(): ComparisonOperator | undefined {
    const token = this.peek()
    if (token.kind !== 'name' && token.kind !== 'symbol') return undefined
    if (this.isNext('not') && this.peek(1).text === 'in') {
      this.at += 2
      return 'not in'
    }
    if (token.text === 'is') return this.identity(token)
    if (Object.hasOwn(misspelledComparisons, token.text)) return this.misspelled(token)
    if (!isComparison(token.text)) return undefined
    this.at += 1
    return this.split(token, token.text)
  }

  /** `a is None`, `a is not None` */
  private identity(token: Token): ComparisonOperator {
    this.at += 1
    const operator = this.accept('not') ? '!=' : '=='
    const end = this.peek(-1).end
    const typed = operator === '==' ? 'is' : 'is not'
    this.tell(
      'WRONG_OPERATOR',
      `\`${typed}\` is written \`${operator}\` here`,
      {start: token.start, end},
      `Write ${operator}${this.isNext('None') || this.isNext('null') ? ' null' : ''}`,
    )
    return operator
  }

  private misspelled(token: Token): ComparisonOperator {
    this.at += 1
    const meant = misspelledComparisons[token.text] ?? '=='
    this.tell('WRONG_OPERATOR', `\`${token.text}\` is written \`${meant}\` here`, token, `Write ${meant}`)
    return meant
  }

  /** `> =` is `>=` torn in two. */
  private split(token: Token, operator: ComparisonOperator): ComparisonOperator {
    const torn = (operator === '<' || operator === '>') && this.isNext('=')
    if (!torn) return operator
    const {end} = this.next()
    const meant = operator === '<' ? '<=' : '>='
    const message = `\`${operator} =\` is written \`${meant}\`, without a space`
    this.tell('WRONG_OPERATOR', message, {start: token.start, end}, `Write ${meant}`)
    return meant
  }

  private comparisonOperand(operator: ComparisonOperator): Expression {
    const token = this.peek()
    if (!this.isNext('not') && !this.isNext('!')) return this.sum()
    const operand = this.deeper(() => this.negation())
    const message = `After \`${operator}\`, \`not\` needs brackets around it`
    this.tell(
      'UNEXPECTED_TOKEN',
      message,
      {start: token.start, end: operand.end},
      `Write ${operator} (not …)`,
    )
    return operand
  }

  private sum(): Expression {
    return this.leftToRight(['+', '-'], () => this.leftToRight(['*', '/', '//', '%'], () => this.signed()))
  }

  private leftToRight(operators: readonly ArithmeticOperator[], operand: () => Expression): Expression {
    let left = operand()
    for (;;) {
      const operator = operators.find((each) => this.isNext(each))
      if (operator === undefined) return left
      this.at += 1
      const right = operand()
      left = this.node({kind: 'arithmetic', operator, left, right, start: left.start, end: right.end})
    }
  }

  private signed(): Expression {
    const token = this.peek()
    if (!this.accept('-')) return this.postfix()
    const operand = this.deeper(() => this.signed())
    return this.node({kind: 'negate', operand, start: token.start, end: operand.end})
  }

  private postfix(): Expression {
    let object = this.primary()
    for (;;) {
      if (this.isNext('.')) object = this.member(object)
      else if (this.isNext('?.')) object = this.optionalMember(object)
      else if (this.isNext('[')) object = this.index(object)
      else return object
    }
  }

  private optionalMember(object: Expression): Expression {
    this.tell('NOT_SUPPORTED', '`?.` is not needed: a member of null is null', this.peek(), 'Write .')
    return this.member(object)
  }

  private member(object: Expression): Expression {
    const dot = this.next()
    const token = this.peek()
    if (token.kind === 'number') {
      this.fail(
        'UNEXPECTED_TOKEN',
        "A number can't follow a dot",
        token,
        `An item of a list is written [${token.text}]`,
      )
    }
    if (token.kind !== 'name') {
      const suggestion = token.kind === 'text' ? 'Write the key in brackets: tool_args["key"]' : undefined
      this.fail(
        'UNEXPECTED_TOKEN',
        'After a dot comes a name',
        token.kind === 'end' ? dot : token,
        suggestion,
      )
    }
    this.at += 1
    const word = wordOf(token)
    if (!this.isNext('(')) {
      return this.node({kind: 'member', object, member: word, start: object.start, end: word.end})
    }
    const {args, end} = this.args()
    return this.node({kind: 'method', object, method: word, args, start: object.start, end})
  }

  private index(object: Expression): Expression {
    const open = this.next()
    const index = this.expression()
    if (this.isNext(':')) {
      this.fail(
        'NOT_SUPPORTED',
        "Parts of a text or list can't be cut out with `:`",
        this.peek(),
        'Use startswith, endswith, split or find',
      )
    }
    const end = this.close(open, ']')
    return this.node({kind: 'index', object, index, start: object.start, end})
  }

  private args(): {args: Expression[]; end: number} {
    const open = this.next()
    return this.listed(open, ')')
  }

  private listed(open: Token, closing: ')' | ']'): {args: Expression[]; end: number} {
    const args: Expression[] = []
    while (!this.isNext(closing)) {
      if (this.peek().kind === 'end') this.close(open, closing)
      args.push(this.expression())
      if (this.isNext('for'))
        throw new Unreadable(notSupported(closing === ']' ? 'list for' : 'for', this.peek()))
      if (!this.accept(',')) break
    }
    return {args, end: this.close(open, closing)}
  }

  /** Takes the closing bracket and gives its end, or says what is missing. */
  private close(open: Token, closing: ')' | ']'): number {
    if (this.accept(closing)) return this.peek(-1).end
    const token = this.peek()
    if (token.kind === 'end') {
      this.fail('UNCLOSED_BRACKET', `This \`${open.text}\` is never closed`, open, `Close it with ${closing}`)
    }
    if (token.text === ')' || token.text === ']') {
      const message = `\`${open.text}\` is closed by \`${token.text}\``
      this.fail('STRAY_BRACKET', message, token, `Close it with ${closing}`)
    }
    throw new Unreadable(leftoverProblem(this.tokens, this.at))
  }

  private primary(): Expression {
    const token = this.peek()
    if (token.kind === 'number' || token.kind === 'text') {
      this.at += 1
      return this.node({kind: 'literal', value: token.value, start: token.start, end: token.end})
    }
    if (token.kind === 'name') return this.named(token)
    if (this.isNext('(')) return this.bracketed()
    if (this.isNext('[')) {
      const {args, end} = this.listed(this.next(), ']')
      return this.node({kind: 'list', items: args, start: token.start, end})
    }
    throw new Unreadable(missingOperandProblem(this.tokens, this.at))
  }

  /** The brackets themselves leave no trace, but for the room they take. */
  private bracketed(): Expression {
    const open = this.next()
    if (this.isNext(')'))
      this.fail('UNEXPECTED_TOKEN', 'There is nothing in these brackets', {
        start: open.start,
        end: this.peek().end,
      })
    const inside = this.expression()
    if (this.isNext(',')) {
      this.fail(
        'NOT_SUPPORTED',
        'A list stands in square brackets',
        {start: open.start, end: this.peek().end},
        'Write [1, 2] instead of (1, 2)',
      )
    }
    if (this.isNext('for')) throw new Unreadable(notSupported('for', this.peek()))
    const end = this.close(open, ')')
    return this.respan(inside, open.start, end)
  }

  private respan(inside: Expression, start: number, end: number): Expression {
    const wider = {...inside, start, end}
    this.depths.set(wider, this.depths.get(inside) ?? 1)
    return wider
  }

  private named(token: Token): Expression {
    if (Object.hasOwn(constants, token.text)) {
      this.at += 1
      const value = constants[token.text] ?? null
      return this.node({kind: 'literal', value, start: token.start, end: token.end})
    }
    if (keywords.has(token.text)) throw new Unreadable(missingOperandProblem(this.tokens, this.at))
    if (token.text === 'lambda') throw new Unreadable(notSupported('lambda', token))
    if (this.peek(1).text !== '(' || this.peek(1).kind !== 'symbol') {
      this.at += 1
      return this.node({kind: 'name', name: token.text, start: token.start, end: token.end})
    }
    this.at += 1
    return this.call(token)
  }

  private call(token: Token): Expression {
    const callee = wordOf(token)
    const quantifier = callee.text === 'any' || callee.text === 'all' ? callee.text : undefined
    if (quantifier === undefined || this.peek(1).text === ')') {
      const {args, end} = this.args()
      return this.node({kind: 'call', callee, args, start: token.start, end})
    }
    const open = this.next()
    const body = this.expression()
    if (this.accept('for')) {
      const {variable, list} = this.source()
      const end = this.close(open, ')')
      return this.node({kind: 'quantifier', quantifier, body, variable, list, start: token.start, end})
    }
    const args = [body]
    if (this.accept(',')) args.push(...this.listed(open, ')').args)
    else this.close(open, ')')
    return this.node({kind: 'call', callee, args, start: token.start, end: this.peek(-1).end})
  }

  /** `NAME in LIST` behind `for` */
  private source(): {variable: Word; list: Expression} {
    const variable = this.next()
    if (variable.kind !== 'name' || keywords.has(variable.text)) {
      this.fail('UNEXPECTED_TOKEN', 'After `for` comes a name', variable, 'Write any(… for x in …)')
    }
    if (!this.accept('in')) {
      this.fail(
        'UNEXPECTED_TOKEN',
        `After \`for ${variable.text}\` comes \`in\``,
        this.peek(),
        'Write any(… for x in …)',
      )
    }
    const list = this.expression()
    if (this.isNext('for')) throw new Unreadable(notSupported('second for', this.peek()))
    if (this.isNext('if')) throw new Unreadable(notSupported('for if', this.peek()))
    return {variable: wordOf(variable), list}
  }
}

const nothing: EndToken = {kind: 'end', text: '', start: 0, end: 0}

const wordOf = ({text, start, end}: Token): Word => ({text, start, end})

const isComparison = (text: string): text is ComparisonOperator => comparisons.has(text)

const tooDeep = ({start, end}: Span): ExpressionProblem => ({
  code: 'CONDITION_TOO_DEEP',
  message: `The condition is nested deeper than ${Limit.levels} levels`,
  start,
  end,
  suggestion: 'Split it into several rules',
})

function problemAt(
  code: SyntaxProblemCode,
  message: string,
  {start, end}: Span,
  suggestion?: string,
): ExpressionProblem {
  return {code, message, start, end, ...(suggestion === undefined ? {} : {suggestion})}
}
