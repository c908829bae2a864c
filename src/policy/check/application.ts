import {closestName} from '../../model/spelling.js'
import {constantOf} from '../compile/constant.js'
import {factOf} from '../compile/member.js'
import type {FactName} from '../compile/scope.js'
import type {Method, Signature, SubjectFunction} from '../functions/function.js'
import {functions, methods} from '../functions/registry.js'
import type {CallExpression, Expression, MethodExpression, Span, Word} from '../parse/expression.js'
import {anyType, Kind, manyText, mayBe, notNull, orNull, type Type, typeText} from '../values/type.js'
import type {Value} from '../values/value.js'
import {aliasIn, functionAliases, methodAliases} from './aliases.js'
import {typeOf, type Variables} from './check.js'
import {factTypes} from './names.js'
import {didYouMean, type Report, shown} from './report.js'

export function checkCall(expression: CallExpression, variables: Variables, report: Report): Type {
  const {callee, args} = expression
  const types = args.map((each) => typeOf(each, variables, report))
  const called = functions.get(callee.text)
  if (!called) {
    report.tell(
      'UNKNOWN_FUNCTION',
      `There is no function ${shown(callee.text)}`,
      callee,
      functionSuggestion(callee.text),
    )
    return anyType
  }
  const fits = checkArguments(called, args, types, expression, report)
  if (fits && called.kind === 'subject') checkOptions(called, args.slice(1), report)
  return called.returns
}

function functionSuggestion(name: string): string | undefined {
  if (methods.has(name)) return `It is a method: x.${name}(…)`
  return (
    aliasIn(functionAliases, name) ??
    didYouMean(closestName(name, functions.keys())) ??
    `There are ${[...functions.keys()].join(', ')}`
  )
}

export function checkMethod(expression: MethodExpression, variables: Variables, report: Report): Type {
  const {object, method, args} = expression
  const fact = factOf(object)
  const receiver = fact ? anyType : typeOf(object, variables, report)
  const types = args.map((each) => typeOf(each, variables, report))
  const known = fact ? undefined : methods.get(method.text)
  if (!known) {
    tellUnknownMethod(method, fact, report)
    return anyType
  }
  checkReceiver(known, receiver, method, report)
  checkArguments(known, args, types, expression, report)
  return isNullFor(known, receiver) ? orNull(known.returns) : known.returns
}

function tellUnknownMethod(method: Word, fact: FactName | undefined, report: Report): void {
  if (fact) {
    const members = Object.keys(factTypes[fact]).join(', ')
    report.tell('UNKNOWN_METHOD', `\`${fact}\` has no methods`, method, `Its members are ${members}`)
  } else {
    const message = `There is no method ${shown(method.text)}`
    report.tell('UNKNOWN_METHOD', message, method, methodSuggestion(method.text))
  }
}

function methodSuggestion(name: string): string | undefined {
  if (functions.has(name)) return `It is a function: ${name}(x)`
  return (
    aliasIn(methodAliases, name) ??
    didYouMean(closestName(name, methods.keys())) ??
    `There are ${[...methods.keys()].join(', ')}`
  )
}

const isNullFor = (method: Method, receiver: Type): boolean =>
  mayBe(receiver, Kind.null) && method.onNull([]) === null

function checkReceiver(method: Method, receiver: Type, at: Span, report: Report): void {
  const wanted = method.receiver === 'text' ? Kind.text : Kind.map
  if (mayBe(receiver, wanted | Kind.null)) return
  const owner = method.receiver === 'text' ? 'text' : 'maps'
  const message = `\`${method.name}\` is a method of ${owner}, and this is ${typeText(receiver)}`
  report.tell('WRONG_TYPE', message, at)
}

/** Whether number and types of the arguments are right. */
function checkArguments(
  signature: Signature,
  args: readonly Expression[],
  types: readonly Type[],
  span: Span,
  report: Report,
): boolean {
  const required = signature.parameters.filter((each) => !each.optional).length
  const most = signature.rest ? Number.POSITIVE_INFINITY : signature.parameters.length
  if (args.length < required || args.length > most) {
    report.tell(
      'WRONG_ARGUMENT_COUNT',
      countMessage(signature, args.length),
      span,
      `Write ${'onNull' in signature ? 'x.' : ''}${usageOf(signature)}`,
    )
    return false
  }
  return args
    .map((arg, at) =>
      checkArgument(signature, parameterAt(signature, args.length, at), arg, types[at] ?? anyType, report),
    )
    .every((fits) => fits)
}

function parameterAt({parameters, rest, alone}: Signature, count: number, at: number): Type {
  if (alone && count === 1) return alone
  return (parameters[at] ?? rest)?.type ?? anyType
}

function checkArgument(
  signature: Signature,
  wanted: Type,
  arg: Expression,
  type: Type,
  report: Report,
): boolean {
  if (mayBe(type, wanted.kinds)) return itemsFit(signature, wanted, type, arg, report)
  const message = `\`${signature.name}\` takes ${typeText(notNull(wanted))} here, and this is ${typeText(type)}`
  report.tell('WRONG_TYPE', message, arg, loopSuggestion(signature.name))
  return false
}

/** `all(x > 1)`, where the loop was forgotten. */
const loopSuggestion = (name: string): string | undefined =>
  name === 'any' || name === 'all' ? `Write ${name}(… for x in list)` : undefined

/** `startswith([1, 2])` */
function itemsFit(
  signature: Signature,
  {items: wanted}: Type,
  type: Type,
  arg: Expression,
  report: Report,
): boolean {
  if (!wanted || type.kinds !== Kind.list || !type.items || type.items.kinds === 0) return true
  if (mayBe(type.items, wanted.kinds)) return true
  report.tell(
    'WRONG_TYPE',
    `\`${signature.name}\` takes a list of ${manyText(wanted)} here, and this is one of ${manyText(type.items)}`,
    arg,
  )
  return false
}

function countMessage(signature: Signature, given: number): string {
  const required = signature.parameters.filter((each) => !each.optional).length
  const most = signature.parameters.length
  const wanted = signature.rest
    ? `at least ${required}`
    : required === most
      ? `${required}`
      : `${required} to ${most}`
  const noun = wanted === '1' || wanted === 'at least 1' ? 'argument' : 'arguments'
  return `\`${signature.name}\` takes ${wanted === '0' ? 'no' : wanted} ${noun}, and here ${given === 1 ? 'is' : 'are'} ${given === 0 ? 'none' : given}`
}

/** `under(path, dir, …)` */
function usageOf(signature: Signature): string {
  const names = signature.parameters.map((each) => (each.optional ? `[${each.name}]` : each.name))
  return `${signature.name}(${[...names, ...(signature.rest ? ['…'] : [])].join(', ')})`
}

/** Literal options are tried at once, so that a bad pattern is found when the policy loads and not by a call. */
function checkOptions(called: SubjectFunction, options: readonly Expression[], report: Report): void {
  for (const option of options) {
    const value = constantOf(option)
    if (value !== undefined) checkOption(called, value, option, report)
    else if (called.literalOptions) {
      const message = `What \`${called.name}\` looks for must be written in the condition itself`
      report.tell('NOT_LITERAL', message, option, 'Write it as text in quotes')
    }
  }
}

function checkOption(called: SubjectFunction, value: Value, at: Span, report: Report): void {
  const ready = called.prepare([value])
  if (typeof ready !== 'function')
    report.tell('BAD_ARGUMENT', `\`${called.name}\`: ${ready.message}`, at, ready.suggestion)
}
