import type {ExpressionProblem} from '../problem.js'
import {type Cursor, Unreadable} from './cursor.js'
import {
  type ArithmeticOperator,
  type ComparisonLink,
  type ComparisonOperator,
  childrenOf,
  type Expression,
  type LogicalOperator,
  type Quantifier,
  type Span,
  type Word,
} from './expression.js'
import {Limit} from './limits.js'
import {acceptComparison, acceptLogical, acceptNot} from './operators.js'
import type {Token} from './token.js'

const keywords = new Set(['and', 'or', 'not', 'in', 'true', 'false', 'null', 'True', 'False', 'None'])
const constants: Readonly<Record<string, boolean | null>> = {
  true: true,
  True: true,
  false: false,
  False: false,
  null: null,
  None: null,
}

/** Descends the grammar, the weakest operator first. Throws `Unreadable` where it can't go on. */
export class Parser {
  private level = 0
  private readonly depths = new Map<Expression, number>()

  constructor(private readonly cursor: Cursor) {}

  whole(): Expression {
    const {cursor} = this
    if (cursor.peek().kind === 'end') cursor.fail('EMPTY_CONDITION', 'The condition is empty', cursor.peek())
    const expression = this.expression()
    return cursor.peek().kind === 'end' ? expression : cursor.failOnLeftover()
  }

  /** Every way to nest goes through here, so that no text can exhaust the stack. */
  private deeper<Result>(read: () => Result): Result {
    this.level += 1
    if (this.level > Limit.levels) throw new Unreadable(tooDeep(this.cursor.peek()))
    const result = read()
    this.level -= 1
    return result
  }

  /** Holds the depth of the tree itself, which also a flat text can build: `a.b.c…`, `1 + 1 + …`. */
  private node<Node extends Expression>(node: Node): Node {
    let depth = 1
    for (const child of childrenOf(node)) depth = Math.max(depth, 1 + (this.depths.get(child) ?? 0))
    if (depth > Limit.levels) throw new Unreadable(tooDeep(this.cursor.peek()))
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
    while (acceptLogical(this.cursor, operator)) operands.push(operand())
    const last = operands.at(-1) ?? first
    if (operands.length === 1) return first
    return this.node({kind: 'logical', operator, operands, start: first.start, end: last.end})
  }

  private negation(): Expression {
    const {start} = this.cursor.peek()
    if (!acceptNot(this.cursor)) return this.comparison()
    const operand = this.deeper(() => this.negation())
    return this.node({kind: 'not', operand, start, end: operand.end})
  }

  private comparison(): Expression {
    const first = this.sum()
    const links: ComparisonLink[] = []
    for (let operator = acceptComparison(this.cursor); operator; operator = acceptComparison(this.cursor)) {
      links.push({operator, right: this.comparisonOperand(operator)})
    }
    const last = links.at(-1)
    if (!last) return first
    return this.node({kind: 'comparison', first, links, start: first.start, end: last.right.end})
  }

  private comparisonOperand(operator: ComparisonOperator): Expression {
    const token = this.cursor.peek()
    if (operator === 'in' || operator === 'not in') this.refuseTupleOfOne()
    if (!this.cursor.isNext('not') && !this.cursor.isNext('!')) return this.sum()
    const operand = this.deeper(() => this.negation())
    const message = `After \`${operator}\`, \`not\` needs brackets around it`
    const at = {start: token.start, end: operand.end}
    this.cursor.tell('UNEXPECTED_TOKEN', message, at, `Write ${operator} (not …)`)
    return operand
  }

  /** `x in ("a")` looks for a part of the text, which is not what it looks like. */
  private refuseTupleOfOne(): void {
    const {cursor} = this
    if (!cursor.isNext('(') || cursor.peek(1).kind !== 'text' || !cursor.isNext(')', 2)) return
    const {text} = cursor.peek(1)
    const message = 'One text in brackets is no list: `in` would look for a part of it'
    cursor.tell(
      'NOT_SUPPORTED',
      message,
      {start: cursor.peek().start, end: cursor.peek(2).end},
      `Write [${text}]`,
    )
  }

  private sum(): Expression {
    return this.leftToRight(['+', '-'], () => this.leftToRight(['*', '/', '//', '%'], () => this.signed()))
  }

  private leftToRight(operators: readonly ArithmeticOperator[], operand: () => Expression): Expression {
    let left = operand()
    for (;;) {
      const operator = operators.find((each) => this.cursor.isNext(each))
      if (operator === undefined) return left
      this.cursor.next()
      const right = operand()
      left = this.node({kind: 'arithmetic', operator, left, right, start: left.start, end: right.end})
    }
  }

  private signed(): Expression {
    const token = this.cursor.peek()
    if (!this.cursor.accept('-')) return this.postfix()
    const operand = this.deeper(() => this.signed())
    return this.node({kind: 'negate', operand, start: token.start, end: operand.end})
  }

  private postfix(): Expression {
    let object = this.primary()
    for (;;) {
      if (this.cursor.isNext('.')) object = this.member(object)
      else if (this.cursor.isNext('?.')) object = this.optionalMember(object)
      else if (this.cursor.isNext('[')) object = this.index(object)
      else return object
    }
  }

  private optionalMember(object: Expression): Expression {
    this.cursor.tellUnsupported('optional member', this.cursor.peek())
    return this.member(object)
  }

  private member(object: Expression): Expression {
    const word = this.memberName()
    if (!this.cursor.isNext('(')) {
      return this.node({kind: 'member', object, member: word, start: object.start, end: word.end})
    }
    const {args, end} = this.args()
    return this.node({kind: 'method', object, method: word, args, start: object.start, end})
  }

  private memberName(): Word {
    const dot = this.cursor.next()
    const token = this.cursor.peek()
    if (token.kind === 'name') return wordOf(this.cursor.next())
    if (token.kind === 'number') {
      const suggestion = `An item of a list is written [${token.text}]`
      return this.cursor.fail('UNEXPECTED_TOKEN', "A number can't follow a dot", token, suggestion)
    }
    const suggestion = token.kind === 'text' ? 'Write the key in brackets: tool_args["key"]' : undefined
    const at = token.kind === 'end' ? dot : token
    return this.cursor.fail('UNEXPECTED_TOKEN', 'After a dot comes a name', at, suggestion)
  }

  private index(object: Expression): Expression {
    const open = this.cursor.next()
    const index = this.expression()
    if (this.cursor.isNext(':')) this.cursor.failUnsupported('slice', this.cursor.peek())
    const end = this.close(open, ']')
    return this.node({kind: 'index', object, index, start: object.start, end})
  }

  private args(): {args: Expression[]; end: number} {
    const open = this.cursor.next()
    return this.listed(open, ')')
  }

  private listed(open: Token, closing: ')' | ']'): {args: Expression[]; end: number} {
    const args: Expression[] = []
    while (!this.cursor.isNext(closing)) {
      if (this.cursor.peek().kind === 'end') this.close(open, closing)
      args.push(this.expression())
      if (this.cursor.isNext('for'))
        this.cursor.failUnsupported(closing === ']' ? 'list for' : 'for', this.cursor.peek())
      if (!this.cursor.accept(',')) break
    }
    return {args, end: this.close(open, closing)}
  }

  /** Takes the closing bracket and gives its end, or says what is missing. */
  private close(open: Token, closing: ')' | ']'): number {
    if (this.cursor.accept(closing)) return this.cursor.end
    const token = this.cursor.peek()
    if (token.kind === 'end') {
      this.cursor.fail(
        'UNCLOSED_BRACKET',
        `This \`${open.text}\` is never closed`,
        open,
        `Close it with ${closing}`,
      )
    }
    if (token.text === ')' || token.text === ']') {
      const message = `\`${open.text}\` is closed by \`${token.text}\``
      this.cursor.fail('STRAY_BRACKET', message, token, `Close it with ${closing}`)
    }
    return this.cursor.failOnLeftover()
  }

  private primary(): Expression {
    const token = this.cursor.peek()
    if (token.kind === 'number' || token.kind === 'text') {
      this.cursor.next()
      return this.node({kind: 'literal', value: token.value, start: token.start, end: token.end})
    }
    if (token.kind === 'name') return this.named(token)
    if (this.cursor.isNext('(')) return this.bracketed()
    if (this.cursor.isNext('[')) {
      const {args, end} = this.listed(this.cursor.next(), ']')
      return this.node({kind: 'list', items: args, start: token.start, end})
    }
    return this.cursor.failOnMissingValue()
  }

  /** The brackets themselves leave no trace, but for the room they take. */
  private bracketed(): Expression {
    const open = this.cursor.next()
    if (this.cursor.accept(')')) {
      const at = {start: open.start, end: this.cursor.end}
      this.cursor.fail('UNEXPECTED_TOKEN', 'There is nothing in these brackets', at)
    }
    const inside = this.expression()
    if (this.cursor.isNext(',')) {
      this.cursor.failUnsupported('tuple', {start: open.start, end: this.cursor.peek().end})
    }
    if (this.cursor.isNext('for')) this.cursor.failUnsupported('for', this.cursor.peek())
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
      this.cursor.next()
      const value = constants[token.text] ?? null
      return this.node({kind: 'literal', value, start: token.start, end: token.end})
    }
    if (keywords.has(token.text)) return this.cursor.failOnMissingValue()
    if (token.text === 'lambda') this.cursor.failUnsupported('lambda', token)
    this.cursor.next()
    if (this.cursor.isNext('(')) return this.call(token)
    return this.node({kind: 'name', name: token.text, start: token.start, end: token.end})
  }

  private call(token: Token): Expression {
    const callee = wordOf(token)
    const isQuantifier = callee.text === 'any' || callee.text === 'all'
    if (isQuantifier && !this.cursor.isNext(')', 1)) return this.quantified(callee, callee.text)
    const {args, end} = this.args()
    return this.node({kind: 'call', callee, args, start: token.start, end})
  }

  /** `any(… for x in …)`, or `any(list)`: which of them shows only behind the first part. */
  private quantified(callee: Word, quantifier: Quantifier): Expression {
    const open = this.cursor.next()
    const body = this.expression()
    const {start} = callee
    if (this.cursor.accept('for')) {
      const {variable, list} = this.loop()
      const end = this.close(open, ')')
      return this.node({kind: 'quantifier', quantifier, body, variable, list, start, end})
    }
    const more = this.cursor.accept(',') ? this.listed(open, ')') : {args: [], end: this.close(open, ')')}
    return this.node({kind: 'call', callee, args: [body, ...more.args], start, end: more.end})
  }

  /** `NAME in LIST` behind `for` */
  private loop(): {variable: Word; list: Expression} {
    const advice = 'Write any(… for x in …)'
    const variable = this.cursor.next()
    if (variable.kind !== 'name' || keywords.has(variable.text)) {
      this.cursor.fail('UNEXPECTED_TOKEN', 'After `for` comes a name', variable, advice)
    }
    if (!this.cursor.accept('in')) {
      const message = `After \`for ${variable.text}\` comes \`in\``
      this.cursor.fail('UNEXPECTED_TOKEN', message, this.cursor.peek(), advice)
    }
    const list = this.expression()
    if (this.cursor.isNext('for')) this.cursor.failUnsupported('second for', this.cursor.peek())
    if (this.cursor.isNext('if')) this.cursor.failUnsupported('for if', this.cursor.peek())
    return {variable: wordOf(variable), list}
  }
}

const wordOf = ({text, start, end}: Token): Word => ({text, start, end})

const tooDeep = ({start, end}: Span): ExpressionProblem => ({
  code: 'CONDITION_TOO_DEEP',
  message: `The condition is nested deeper than ${Limit.levels} levels`,
  start,
  end,
  suggestion: 'Split it into several rules',
})
