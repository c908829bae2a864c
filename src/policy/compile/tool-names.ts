import type {
  ComparisonExpression,
  Expression,
  IndexExpression,
  MemberExpression,
} from '../parse/expression.js'
import {type Link, linksOf} from './comparison.js'
import {constantKey, constantOf} from './constant.js'
import {factOf} from './member.js'

/**
 * The tools for which an expression may be true or fail. For every other tool it is false, and nothing that might fail is worked out on
 * the way there: an error counts as a match in a rule that denies, so it must not get lost with the rule.
 */
export function toolNamesOf(expression: Expression): ReadonlySet<string> | undefined {
  if (expression.kind === 'comparison') return namesInComparison(expression)
  if (expression.kind !== 'logical') return undefined
  return expression.operator === 'or' ? union(expression.operands) : intersection(expression.operands)
}

function union(operands: readonly Expression[]): ReadonlySet<string> | undefined {
  const all = new Set<string>()
  for (const operand of operands) {
    const names = toolNamesOf(operand)
    if (!names) return undefined
    for (const name of names) all.add(name)
  }
  return all
}

/** Each operand narrows, up to the first that may fail before a later one has narrowed. */
function intersection(operands: readonly Expression[]): ReadonlySet<string> | undefined {
  let narrowed: ReadonlySet<string> | undefined
  for (const operand of operands) {
    const names = toolNamesOf(operand)
    if (names) narrowed = narrowed ? common(narrowed, names) : names
    if (!isSafe(operand)) return narrowed
  }
  return narrowed
}

const common = (a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...a].filter((each) => b.has(each)))

function namesInComparison(expression: ComparisonExpression): ReadonlySet<string> | undefined {
  const [first] = linksOf(expression)
  return first && namesInLink(first)
}

function namesInLink({left, operator, right}: Link): ReadonlySet<string> | undefined {
  if (operator === '==') {
    const literal = isToolName(left) ? constantOf(right) : isToolName(right) ? constantOf(left) : undefined
    return typeof literal === 'string' ? new Set([literal]) : undefined
  }
  const list = operator === 'in' && isToolName(left) ? constantOf(right) : undefined
  if (!Array.isArray(list)) return undefined
  return new Set(list.filter((each) => typeof each === 'string'))
}

const isToolName = (expression: Expression): boolean =>
  expression.kind === 'name' && expression.name === 'tool_name'

/** Whether working an expression out can't fail, whatever the call is. Says no when in doubt. */
function isSafe(expression: Expression): boolean {
  switch (expression.kind) {
    case 'literal':
      return true
    case 'name':
      return isToolName(expression) || isGivenMap(expression)
    case 'member':
    case 'index':
      return isSafeMember(expression)
    case 'not':
      return isSafe(expression.operand)
    case 'logical':
      return expression.operands.every(isSafe)
    case 'comparison':
      return linksOf(expression).every(isSafeLink)
    default:
      return false
  }
}

const isGivenMap = (expression: Expression): boolean =>
  expression.kind === 'name' && (expression.name === 'tool_args' || expression.name === 'metadata')

const isSafeMember = (expression: MemberExpression | IndexExpression): boolean =>
  constantKey(expression) !== undefined &&
  (isGivenMap(expression.object) || factOf(expression.object) !== undefined)

const isSafeLink = ({left, operator, right}: Link): boolean => {
  if (operator === '==' || operator === '!=') {
    return (isSafe(left) && isScalar(right)) || (isScalar(left) && isSafe(right))
  }
  if (operator !== 'in' && operator !== 'not in') return false
  const list = constantOf(right)
  return (
    isSafe(left) && Array.isArray(list) && list.every((each) => typeof each !== 'object' || each === null)
  )
}

const isScalar = (expression: Expression): boolean => {
  const value = constantOf(expression)
  return value === null || (value !== undefined && typeof value !== 'object')
}
