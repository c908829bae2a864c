import {constantOf} from '../../compile/constant.js'
import {type ComparisonLink, childrenOf, type Expression, type Span} from '../../parse/expression.js'
import type {Rule} from '../../rule/rule.js'
import type {Value} from '../../values/value.js'
import {type Place, placeOf} from '../logic/place.js'

/** A place in a condition where an argument's text is compared, and not what it stands for. */
export interface TextTest {
  /** How the text is looked at. */
  readonly how: 'start' | 'end' | 'part' | 'whole'
  /** What it is compared with. */
  readonly texts: readonly string[]
  readonly subject: Expression
  readonly place: Place
  /** The place holds a list of such texts. */
  readonly isList: boolean
  /** It asks that the text is not so: `!=`, `not in`. */
  readonly isNegated: boolean
  /** It asks more, or other things, of the text than how it starts or that it is this one. */
  readonly isPart: boolean
  readonly span: Span
}

/** What a place must hold for one text to be looked at. */
export const holdingText = ({isList}: TextTest, text: string): Value => (isList ? [text] : text)

type Lists = ReadonlyMap<string, Place>

export const textTestsIn = ({condition}: Rule): readonly TextTest[] =>
  condition === undefined ? [] : testsIn(condition.expression, new Map())

function testsIn(expression: Expression, lists: Lists): readonly TextTest[] {
  const inside = expression.kind === 'quantifier' ? withVariable(expression, lists) : lists
  return [...ownTests(expression, lists), ...childrenOf(expression).flatMap((part) => testsIn(part, inside))]
}

function withVariable({variable, list}: Extract<Expression, {kind: 'quantifier'}>, lists: Lists): Lists {
  const place = placeOf(list)
  return place === undefined ? lists : new Map([...lists, [variable.text, place]])
}

function ownTests(expression: Expression, lists: Lists): readonly TextTest[] {
  if (expression.kind === 'comparison') return comparisonTests(expression, lists)
  const [option] = expression.kind === 'method' ? expression.args : []
  if (expression.kind === 'method' && option !== undefined) {
    const how = methods.get(expression.method.text)
    return how === undefined ? [] : testOf(how, expression.object, constantOf(option), expression, lists)
  }
  return expression.kind === 'call' ? regexTests(expression, lists) : []
}

const methods = new Map<string, TextTest['how']>([
  ['startswith', 'start'],
  ['endswith', 'end'],
])

function comparisonTests(
  expression: Extract<Expression, {kind: 'comparison'}>,
  lists: Lists,
): readonly TextTest[] {
  const [link, another] = expression.links
  if (link === undefined || another !== undefined) return []
  const isNegated = link.operator === '!=' || link.operator === 'not in'
  return positiveTests(link, expression, lists).map((test) => ({...test, isNegated}))
}

function positiveTests(
  {operator, right}: ComparisonLink,
  expression: Extract<Expression, {kind: 'comparison'}>,
  lists: Lists,
): readonly TextTest[] {
  const {first} = expression
  const [left, constant] = [constantOf(first), constantOf(right)]
  if (operator === '==' || operator === '!=')
    return constant === undefined
      ? testOf('whole', right, left, expression, lists)
      : testOf('whole', first, constant, expression, lists)
  if (operator !== 'in' && operator !== 'not in') return []
  if (Array.isArray(constant)) return testOf('whole', first, constant, expression, lists)
  return constant === undefined ? testOf('part', right, left, expression, lists) : []
}

/** `matches(path, "^/tmp/")` looks at how the text starts. */
function regexTests(
  {callee, args, start, end}: Extract<Expression, {kind: 'call'}>,
  lists: Lists,
): readonly TextTest[] {
  const [subject, pattern] = args
  const source = pattern === undefined ? undefined : constantOf(pattern)
  if (callee.text !== 'matches' || subject === undefined || typeof source !== 'string') return []
  const [head, literal] = /^(?:\^|\\A)((?:[\w/~:-]|\\[./-])+)(?![*+?{|])/.exec(source) ?? []
  if (literal === undefined || source.includes('|')) return []
  const isPart = head !== source
  const tests = testOf('start', subject, literal.replaceAll('\\', ''), {start, end}, lists)
  return tests.map((test) => ({...test, isPart}))
}

function testOf(
  how: TextTest['how'],
  subject: Expression,
  constant: Value | undefined,
  {start, end}: Span,
  lists: Lists,
): readonly TextTest[] {
  const list = subject.kind === 'name' ? lists.get(subject.name) : undefined
  const place = list ?? placeOf(subject)
  const values = Array.isArray(constant) ? constant : [constant]
  const texts = values.filter((value) => typeof value === 'string')
  if (place === undefined || place.path[0] !== 'tool_args' || texts.length === 0) return []
  const isList = list !== undefined
  return [{how, texts, subject, place, isList, isNegated: false, isPart: how === 'part', span: {start, end}}]
}
