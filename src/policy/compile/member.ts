import type {Expression, IndexExpression, MemberExpression} from '../parse/expression.js'
import {fail} from '../values/failure.js'
import {codePointsOf} from '../values/text.js'
import {isList, isMap, kindText, memberOf, type Value} from '../values/value.js'
import {compileValue} from './compile.js'
import {constant, constantKey} from './constant.js'
import type {Context} from './context.js'
import {located} from './located.js'
import type {Evaluator, FactName, Scope} from './scope.js'

const facts: ReadonlySet<string> = new Set<FactName>(['session', 'agent', 'user', 'datetime'])

const isFact = (name: string): name is FactName => facts.has(name)

/** `session` in `session.calls`, when that is what the name means. */
export function factOf(expression: Expression): FactName | undefined {
  return expression.kind === 'name' && isFact(expression.name) ? expression.name : undefined
}

export function isSessionCalls(expression: Expression): boolean {
  if (expression.kind !== 'member' && expression.kind !== 'index') return false
  return factOf(expression.object) === 'session' && constantKey(expression) === 'calls'
}

export function compileMember(expression: MemberExpression | IndexExpression, context: Context): Evaluator {
  const key = constantKey(expression)
  const fact = factOf(expression.object)
  if (key !== undefined && fact) return factMember(fact, key)
  if (isSessionCalls(expression.object)) return compileCount(expression, context)
  if (key === undefined && expression.kind === 'index') return compileIndex(expression, context)
  const name = key ?? ''
  if (isToolArgs(expression.object) && !context.watch) return argumentReader(name)
  const object = compileValue(expression.object, context)
  return located(expression, (scope) => memberOfAny(object(scope), name))
}

// Bounded, because a server reads many policies in its life, and each may bring new names.
const mostReadersKept = 1000

const argumentReaders = new Map<string, Evaluator>()

/** One for each name and not for each rule: rules ask for the same few arguments, and so these stay in the processor's cache. */
function argumentReader(name: string): Evaluator {
  const known = argumentReaders.get(name)
  if (known !== undefined) return known
  const reader: Evaluator = (scope) => memberOf(scope.tool_args, name)
  if (argumentReaders.size < mostReadersKept) argumentReaders.set(name, reader)
  return reader
}

const isToolArgs = (expression: Expression): boolean =>
  expression.kind === 'name' && expression.name === 'tool_args'

function factMember(fact: FactName, key: string): Evaluator {
  return (scope: Scope) => {
    const record: {readonly [key: string]: Value} | null = scope[fact]
    return record === null ? null : memberOf(record, key)
  }
}

/** A tool that is not among the calls was called no times. */
function compileCount(expression: MemberExpression | IndexExpression, context: Context): Evaluator {
  const calls = compileValue(expression.object, context)
  const key =
    expression.kind === 'index' ? compileValue(expression.index, context) : constant(expression.member.text)
  return located(expression, (scope) => {
    const counts = calls(scope)
    const tool = key(scope)
    if (typeof tool !== 'string')
      return fail(`\`session.calls\` takes the name of a tool, and this is ${kindText(tool)}`)
    return counts === null || !isMap(counts) ? null : (memberOf(counts, tool) ?? 0)
  })
}

function memberOfAny(object: Value, key: string): Value {
  if (object === null) return null
  if (isMap(object)) return memberOf(object, key)
  return fail(`${kindText(object)} has no member \`${key}\``)
}

function compileIndex(expression: IndexExpression, context: Context): Evaluator {
  const object = compileValue(expression.object, context)
  const index = compileValue(expression.index, context)
  return located(expression, (scope) => itemOf(object(scope), index(scope)))
}

function itemOf(object: Value, index: Value): Value {
  if (object === null) return null
  if (typeof object === 'string') return at(codePointsOf(object), index, 'text')
  if (isList(object)) return at(object, index, 'list')
  if (!isMap(object)) return fail(`${kindText(object)} has no items`)
  return typeof index === 'string'
    ? memberOf(object, index)
    : fail(`The key of a map is text, and this is ${kindText(index)}`)
}

/** Negative ones count from the end. */
function at(items: readonly Value[], index: Value, what: string): Value {
  if (typeof index !== 'number' || !Number.isInteger(index)) {
    return fail(
      `The index of a ${what} is a whole number, and this is ${typeof index === 'number' ? 'not whole' : kindText(index)}`,
    )
  }
  const position = index < 0 ? items.length + index : index
  const item = items[position]
  // Neither the index nor how many there are: both may have been made of a secret, and this lands in reasons.
  return item === undefined && !(position in items)
    ? fail(`The ${what} has no item at this index`)
    : (item ?? null)
}
