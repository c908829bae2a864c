import {type Link, linksOf} from '../../compile/comparison.js'
import {allConstant, constantOf} from '../../compile/constant.js'
import type {CallExpression, Expression, MethodExpression} from '../../parse/expression.js'
import {isList, isTrue, type Value} from '../../values/value.js'
import {
  type Atom,
  expressionAtom,
  type Inquiry,
  type OrderOperator,
  type Origin,
  type Question,
  termAtom,
  type Where,
} from './atom.js'
import {endingWith, holding, type Pattern, startingWith} from './pattern.js'
import {termOf} from './term.js'

/** What a rule asks, put together from atoms. Parts are asked from left to right, up to the one that settles it. */
export type Formula =
  | {readonly kind: 'atom'; readonly atom: Atom}
  | {readonly kind: 'not'; readonly part: Formula}
  | {readonly kind: 'all' | 'any'; readonly parts: readonly Formula[]}
  | {readonly kind: 'constant'; readonly value: boolean}

/** Where the text of an expression stands. */
export interface Text {
  readonly source: string
  readonly where: Where
}

export function formulaOf(expression: Expression, text: Text): Formula {
  switch (expression.kind) {
    case 'literal':
      return {kind: 'constant', value: isTrue(expression.value)}
    case 'not':
      return {kind: 'not', part: formulaOf(expression.operand, text)}
    case 'logical': {
      const parts = expression.operands.map((operand) => formulaOf(operand, text))
      return {kind: expression.operator === 'and' ? 'all' : 'any', parts}
    }
    case 'comparison': {
      const parts = linksOf(expression).map((link) => linkFormula(link, text))
      return parts.length === 1 && parts[0] ? parts[0] : {kind: 'all', parts}
    }
    case 'method':
      return methodFormula(expression, text)
    case 'call':
      return callFormula(expression, text)
    case 'quantifier':
      return opaque(expression, text)
    default:
      return truthOf(expression, text)
  }
}

const atomFormula = (atom: Atom): Formula => ({kind: 'atom', atom})

const opaque = (expression: Expression, text: Text): Formula =>
  atomFormula(expressionAtom(expression, originOf(expression, text)))

const inquiry = (asked: Inquiry, origin: Origin): Formula => atomFormula(termAtom(asked, origin))

const truthOf = (expression: Expression, text: Text): Formula =>
  inquiry(
    {
      subject: expression,
      term: termOf(expression),
      question: {kind: 'truth'},
      about: (subject) => subject,
    },
    originOf(expression, text),
  )

function originOf(
  {start, end}: Expression | Link['span'],
  {source, where}: Text,
  isInverted = false,
): Origin {
  const written = source.slice(start, end).replaceAll(/\s+/g, ' ')
  return {
    text: written,
    isInverted,
    where: where.key === 'condition' ? {...where, span: {start, end}} : where,
  }
}

const inverses: Readonly<Partial<Record<string, '==' | 'in'>>> = {'!=': '==', 'not in': 'in'}

/** `!=` and `not in` are asked as their opposites, so that both are seen to be about the same. */
function linkFormula({left, operator, right, span}: Link, text: Text): Formula {
  const positive = inverses[operator]
  const link = {left, operator: positive ?? operator, right, span}
  const part = atomFormula(linkAtom(link, originOf(span, text, positive !== undefined)))
  return positive === undefined ? part : {kind: 'not', part}
}

function linkAtom(link: Link, origin: Origin): Atom {
  const {left, operator, right} = link
  const first = constantOf(left)
  const second = constantOf(right)
  if (first === undefined && second !== undefined) {
    const question = questionOf(operator, second)
    const about = (subject: Expression): Expression => comparing(subject, operator, right)
    return termAtom({subject: left, term: termOf(left), question, about}, origin)
  }
  const turned = mirrored[operator]
  if (first !== undefined && second === undefined && turned !== undefined)
    return linkAtom({...link, left: right, operator: turned, right: left}, origin)
  if (typeof first === 'string' && second === undefined && operator === 'in') {
    const about = (subject: Expression): Expression => comparing(left, operator, subject)
    return termAtom({subject: right, term: termOf(right), question: holdsQuestion(first), about}, origin)
  }
  return expressionAtom(comparing(left, operator, right), origin)
}

const mirrored: Readonly<Partial<Record<string, '==' | OrderOperator>>> = {
  '==': '==',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

const comparing = (first: Expression, operator: Link['operator'], right: Expression): Expression => ({
  kind: 'comparison',
  first,
  links: [{operator, right}],
  start: first.start,
  end: right.end,
})

const unknown: Question = {kind: 'unknown'}

function questionOf(operator: Link['operator'], constant: Value): Question {
  if (operator === '==') return isScalar(constant) ? {kind: 'equals', values: [constant]} : unknown
  if (operator === 'in') return isListOfScalars(constant) ? {kind: 'equals', values: constant} : unknown
  if (operator === '!=' || operator === 'not in') return unknown
  return typeof constant === 'number' ? {kind: 'order', operator, bound: constant} : unknown
}

const isScalar = (value: Value): boolean => typeof value !== 'object' || value === null

const isListOfScalars = (value: Value): value is readonly Value[] =>
  Array.isArray(value) && value.every(isScalar)

function holdsQuestion(part: string): Question {
  const pattern = holding(part)
  return pattern === undefined ? unknown : {kind: 'holds', part, pattern}
}

const ends: Readonly<Partial<Record<string, (text: string) => Pattern | undefined>>> = {
  startswith: startingWith,
  endswith: endingWith,
}

function methodFormula(expression: MethodExpression, text: Text): Formula {
  const {object, method, args} = expression
  const options = allConstant(args)
  const patternOf = ends[method.text]
  if (options === undefined || patternOf === undefined) return truthOf(expression, text)
  const parts = options.flatMap((option): readonly Value[] => (isList(option) ? option : [option]))
  const patterns = parts
    .map((part) => (typeof part === 'string' ? patternOf(part) : undefined))
    .filter((pattern) => pattern !== undefined)
  const question: Question = patterns.length === parts.length ? {kind: 'text', patterns} : unknown
  return inquiry(
    {
      subject: object,
      term: termOf(object),
      question,
      about: (subject) => ({...expression, object: subject}),
    },
    originOf(expression, text),
  )
}

const places = new Set(['under', 'glob', 'host_in', 'ip_in', 'matches'])

function callFormula(expression: CallExpression, text: Text): Formula {
  const {callee, args} = expression
  const [subject, ...rest] = args
  const options = allConstant(rest)
  if (subject === undefined || options === undefined || !places.has(callee.text))
    return truthOf(expression, text)
  const texts = options.filter((each) => typeof each === 'string')
  const isKnown = texts.length === options.length && constantOf(subject) === undefined
  if (!isKnown) return opaque(expression, text)
  const question: Question = {kind: 'place', name: callee.text, options: texts}
  return inquiry(
    {subject, term: termOf(subject), question, about: (each) => ({...expression, args: [each, ...rest]})},
    originOf(expression, text),
  )
}
