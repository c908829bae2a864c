import {factTypes} from '../../check/names.js'
import {constantKey} from '../../compile/constant.js'
import {factOf, isSessionCalls} from '../../compile/member.js'
import type {Expression} from '../../parse/expression.js'
import {printExpression} from '../../parse/print.js'
import {anyType, Kind} from '../../values/type.js'

/** Something a call has one value for: `tool_args.path`, `len(tool_args.to)`. */
export interface Term {
  /** The same for all that have the same value for every call. */
  readonly key: string
  /** A sum of `Kind`s. */
  readonly kinds: number
  /** Whether working it out may fail. */
  readonly mayFail: boolean
  readonly isWhole: boolean
  readonly least: number
  readonly most: number
}

const unbounded = {isWhole: false, least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY}

/** Whatever a call says: nothing is known of it beforehand. */
export const unknownTerm = (key: string): Term => ({key, kinds: anyType.kinds, mayFail: true, ...unbounded})

export const toolTerm: Term = {key: 'tool_name', kinds: Kind.text, mayFail: false, ...unbounded}

export function termOf(expression: Expression): Term {
  const key = printExpression(canonical(expression))
  if (key === toolTerm.key) return toolTerm
  if (isRoot(expression)) return {...unknownTerm(key), kinds: Kind.map, mayFail: false}
  if (expression.kind === 'call' && expression.callee.text === 'len') return {...count(key), mayFail: true}
  if (expression.kind !== 'member' && expression.kind !== 'index') return unknownTerm(key)
  const name = constantKey(expression)
  const fact = factOf(expression.object)
  if (name !== undefined && fact !== undefined) return factTerm(key, fact, name)
  if (name !== undefined && isSessionCalls(expression.object)) return orNull(count(key))
  const isArgument = name !== undefined && isRoot(expression.object)
  return {...unknownTerm(key), mayFail: !isArgument}
}

/** `a["key"]` is `a.key`. */
function canonical(expression: Expression): Expression {
  if (expression.kind !== 'member' && expression.kind !== 'index') return expression
  const {start, end} = expression
  const object = canonical(expression.object)
  const text = constantKey(expression)
  if (text === undefined) return {...expression, object}
  const index: Expression = {kind: 'literal', value: text, start, end}
  return /^[A-Za-z_]\w*$/.test(text)
    ? {kind: 'member', object, member: {text, start, end}, start, end}
    : {kind: 'index', object, index, start, end}
}

const isRoot = (expression: Expression): boolean =>
  expression.kind === 'name' && (expression.name === 'tool_args' || expression.name === 'metadata')

const count = (key: string): Term => ({
  ...unbounded,
  key,
  kinds: Kind.number,
  mayFail: false,
  isWhole: true,
  least: 0,
})

const orNull = (term: Term): Term => ({...term, kinds: term.kinds | Kind.null})

const counts = new Set(['action_count', 'allowed_count', 'denied_count'])

const clock: Readonly<Partial<Record<string, readonly [number, number]>>> = {
  month: [1, 12],
  day: [1, 31],
  hour: [0, 23],
  minute: [0, 59],
  weekday: [0, 6],
}

function factTerm(key: string, fact: keyof typeof factTypes, name: string): Term {
  if (fact === 'session' && counts.has(name)) return orNull(count(key))
  const kinds = factTypes[fact][name]?.kinds ?? anyType.kinds
  const term: Term = {...unbounded, key, kinds, mayFail: false}
  // There may be no session, nobody known, no user; there is always a time.
  if (fact !== 'datetime') return orNull(term)
  const range = clock[name]
  return range === undefined ? term : {...term, isWhole: true, least: range[0], most: range[1]}
}
