import type {
  GeneralFunction,
  MapMethod,
  Prepared,
  SubjectFunction,
  TextMethod,
} from '../functions/function.js'
import {functions, methods} from '../functions/registry.js'
import type {CallExpression, Expression, MethodExpression, Span} from '../parse/expression.js'
import {fail} from '../values/failure.js'
import {Kind} from '../values/type.js'
import {isMap, kindText, type Value} from '../values/value.js'
import {compileValue} from './compile.js'
import {allConstant} from './constant.js'
import type {Context} from './context.js'
import {located} from './located.js'
import {predicateNote} from './recording.js'
import type {Evaluator} from './scope.js'
import {takeDown} from './tape.js'

/** Something asked of a subject: a method, or a function that has one. */
interface Application {
  readonly name: string
  readonly expression: Expression
  readonly subject: Expression
  /** True when the answer is always true or false, so that it counts as a comparison. */
  readonly isPredicate: boolean
  readonly evaluateSubject: Evaluator
  readonly options: Evaluator<readonly Value[]>
  readonly apply: (subject: Value, options: readonly Value[]) => Value
}

export function compileCall(expression: CallExpression, context: Context): Evaluator {
  const called = functions.get(expression.callee.text)
  if (!called) return unknown(expression, expression.callee.text)
  return called.kind === 'general'
    ? compileGeneral(called, expression, context)
    : compileSubject(called, expression, context)
}

// Only an expression that was not checked comes here, and it must not come to anything.
const unknown = (span: Span, name: string): Evaluator => located(span, () => fail(`\`${name}\` is not known`))

function compileGeneral(called: GeneralFunction, expression: CallExpression, context: Context): Evaluator {
  const args = compileArguments(expression.args, context)
  return located(expression, (scope) => called.call(args(scope)))
}

function compileSubject(called: SubjectFunction, expression: CallExpression, context: Context): Evaluator {
  const [subject, ...options] = expression.args
  if (!subject) return unknown(expression, called.name)
  return applied(
    {
      name: called.name,
      expression,
      subject,
      isPredicate: called.returns.kinds === Kind.boolean,
      evaluateSubject: compileValue(subject, context),
      options: compileArguments(options, context),
      apply: prepared(called, options),
    },
    context,
  )
}

/** Literal options are prepared here, once; others at each call. */
function prepared(called: SubjectFunction, options: readonly Expression[]): Application['apply'] {
  const literal = allConstant(options)
  const ready = literal && called.prepare(literal)
  if (typeof ready === 'function') return (subject) => ready(subject)
  return (subject, given) => usable(called, given)(subject)
}

function usable(called: SubjectFunction, options: readonly Value[]): Prepared {
  const ready = called.prepare(options)
  return typeof ready === 'function'
    ? ready
    : fail(`\`${called.name}\`: ${ready.withoutText ?? ready.message}`)
}

export function compileMethod(expression: MethodExpression, context: Context): Evaluator {
  const method = methods.get(expression.method.text)
  if (!method) return unknown(expression, expression.method.text)
  return applied(
    {
      name: method.name,
      expression,
      subject: expression.object,
      isPredicate: method.returns.kinds === Kind.boolean,
      evaluateSubject: compileValue(expression.object, context),
      options: compileArguments(expression.args, context),
      apply: method.receiver === 'text' ? textApplication(method) : mapApplication(method),
    },
    context,
  )
}

function textApplication({name, onNull, call}: TextMethod): Application['apply'] {
  return (subject, options) => {
    if (typeof subject === 'string') return call(subject, options)
    return subject === null
      ? onNull(options)
      : fail(`\`${name}\` is a method of text, and this is ${kindText(subject)}`)
  }
}

function mapApplication({name, onNull, call}: MapMethod): Application['apply'] {
  return (subject, options) => {
    if (isMap(subject)) return call(subject, options)
    return subject === null
      ? onNull(options)
      : fail(`\`${name}\` is a method of maps, and this is ${kindText(subject)}`)
  }
}

function applied(application: Application, context: Context): Evaluator {
  const {expression, evaluateSubject, options, apply, isPredicate} = application
  const evaluate: Evaluator = isPredicate
    ? takingDown(application, context)
    : (scope) => apply(evaluateSubject(scope), options(scope))
  return located(expression, evaluate)
}

function takingDown(application: Application, context: Context): Evaluator {
  const {name, expression, subject, evaluateSubject, options, apply} = application
  const note = predicateNote(name, expression, subject, context)
  return (scope) => {
    let actual: Value = null
    let given: readonly Value[] = []
    let result: Value = false
    try {
      actual = evaluateSubject(scope)
      given = options(scope)
      result = apply(actual, given)
    } finally {
      takeDown(note, actual, given.length > 1 ? given : (given[0] ?? null), result === true)
    }
    return result
  }
}

function compileArguments(expressions: readonly Expression[], context: Context): Evaluator<readonly Value[]> {
  const literal = context.watch ? undefined : allConstant(expressions)
  if (literal) return () => literal
  const args = expressions.map((each) => compileValue(each, context))
  return (scope) => args.map((each) => each(scope))
}
