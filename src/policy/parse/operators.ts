import type {Cursor} from './cursor.js'
import type {ComparisonOperator, LogicalOperator} from './expression.js'
import type {Token} from './token.js'

const comparisons: ReadonlySet<string> = new Set<ComparisonOperator>(['==', '!=', '<', '<=', '>', '>=', 'in'])

const isComparison = (text: string): text is ComparisonOperator => comparisons.has(text)

/** How operators are spelled elsewhere. Each is told, and read as what it means. */
const misspelledComparisons: Readonly<Record<string, ComparisonOperator>> = {
  '=': '==',
  '===': '==',
  ':=': '==',
  '!==': '!=',
  '<>': '!=',
  '=>': '>=',
}

const misspelledLogical: Readonly<Record<LogicalOperator, readonly string[]>> = {
  and: ['&&', '&', 'AND', 'And'],
  or: ['||', '|', 'OR', 'Or'],
}

/** Takes `and` or `or`, also as other languages spell it. */
export function acceptLogical(cursor: Cursor, operator: LogicalOperator): boolean {
  if (cursor.accept(operator)) return true
  if (!misspelledLogical[operator].some((each) => cursor.isNext(each))) return false
  tellSpelling(cursor, cursor.next(), operator)
  return true
}

export function acceptNot(cursor: Cursor): boolean {
  if (cursor.accept('not')) return true
  if (!['!', 'NOT', 'Not'].some((each) => cursor.isNext(each))) return false
  tellSpelling(cursor, cursor.next(), 'not')
  return true
}

export function acceptComparison(cursor: Cursor): ComparisonOperator | undefined {
  const token = cursor.peek()
  if (token.kind !== 'name' && token.kind !== 'symbol') return undefined
  if (cursor.isNext('not') && cursor.isNext('in', 1)) {
    cursor.next()
    cursor.next()
    return 'not in'
  }
  if (cursor.accept('is')) return identity(cursor, token)
  const meant = Object.hasOwn(misspelledComparisons, token.text)
    ? misspelledComparisons[token.text]
    : undefined
  if (meant) {
    tellSpelling(cursor, cursor.next(), meant)
    return meant
  }
  if (!isComparison(token.text)) return undefined
  cursor.next()
  return joined(cursor, token, token.text)
}

function tellSpelling(cursor: Cursor, token: Token, meant: string): void {
  cursor.tell('WRONG_OPERATOR', `\`${token.text}\` is written \`${meant}\` here`, token, `Write ${meant}`)
}

/** `a is None`, `a is not None` */
function identity(cursor: Cursor, {start}: Token): ComparisonOperator {
  const operator = cursor.accept('not') ? '!=' : '=='
  const typed = operator === '==' ? 'is' : 'is not'
  const meant = cursor.isNext('None') || cursor.isNext('null') ? `${operator} null` : operator
  const message = `\`${typed}\` is written \`${operator}\` here`
  cursor.tell('WRONG_OPERATOR', message, {start, end: cursor.end}, `Write ${meant}`)
  return operator
}

/** `> =` is `>=` torn in two. */
function joined(cursor: Cursor, {start}: Token, operator: ComparisonOperator): ComparisonOperator {
  const isTorn = (operator === '<' || operator === '>') && cursor.accept('=')
  if (!isTorn) return operator
  const meant = operator === '<' ? '<=' : '>='
  const message = `\`${operator} =\` is written \`${meant}\`, without a space`
  cursor.tell('WRONG_OPERATOR', message, {start, end: cursor.end}, `Write ${meant}`)
  return meant
}
