import type {
  ArithmeticExpression,
  Expression,
  ListExpression,
  LogicalExpression,
  NameExpression,
} from '../parse/expression.js'
import {calculate, negate} from '../values/arithmetic.js'
import {fail} from '../values/failure.js'
import {isTrue, type Value} from '../values/value.js'
import {compileCall, compileMethod} from './application.js'
import {compileComparison} from './comparison.js'
import {constant, constantOf} from './constant.js'
import type {Context} from './context.js'
import {located} from './located.js'
import {compileMember} from './member.js'
import {compileQuantifier} from './quantifier.js'
import {truthNote} from './recording.js'
import type {Evaluator} from './scope.js'
import {takeDown} from './tape.js'

/** What an expression is worth. The expression must have been checked. */
export function compileValue(expression: Expression, context: Context): Evaluator {
  const evaluate = evaluatorOf(expression, context)
  return context.watch ? context.watch(expression, evaluate) : evaluate
}

function evaluatorOf(expression: Expression, context: Context): Evaluator {
  const value = context.watch ? undefined : constantOf(expression)
  if (value !== undefined) return constant(value)
  switch (expression.kind) {
    case 'literal':
      return constant(expression.value)
    case 'list':
      return compileList(expression, context)
    case 'name':
      return compileName(expression, context)
    case 'member':
    case 'index':
      return compileMember(expression, context)
    case 'method':
      return compileMethod(expression, context)
    case 'call':
      return compileCall(expression, context)
    case 'negate':
      return compileNegate(expression.operand, expression, context)
    case 'arithmetic':
      return compileArithmetic(expression, context)
    case 'logical':
      return compileLogicalValue(expression, context)
    case 'not':
    case 'comparison':
    case 'quantifier':
      return truthOf(expression, context)
  }
}

/** Whether an expression holds, by Python's truth values. */
export function compileTest(expression: Expression, context: Context): Evaluator<boolean> {
  if (context.watch) {
    const watched = compileValue(expression, context)
    return (scope) => isTrue(watched(scope))
  }
  return truthOf(expression, context)
}

function truthOf(expression: Expression, context: Context): Evaluator<boolean> {
  switch (expression.kind) {
    case 'not': {
      const operand = compileTest(expression.operand, context)
      return (scope) => !operand(scope)
    }
    case 'comparison':
      return compileComparison(expression, context)
    case 'quantifier':
      return compileQuantifier(expression, context)
    case 'logical':
      return compileLogicalTest(expression, context)
    default:
      return compileTruth(expression, context)
  }
}

function compileTruth(expression: Expression, context: Context): Evaluator<boolean> {
  const evaluate = compileValue(expression, context)
  const note = truthNote(expression, context)
  if (note === undefined) return (scope) => isTrue(evaluate(scope))
  return (scope) => {
    let actual: Value = null
    try {
      actual = evaluate(scope)
    } finally {
      takeDown(note, actual, true, isTrue(actual))
    }
    return isTrue(actual)
  }
}

function compileLogicalTest({operator, operands}: LogicalExpression, context: Context): Evaluator<boolean> {
  const tests = operands.map((operand) => compileTest(operand, context))
  const [first = never, second = never] = tests
  if (tests.length === 2) {
    return operator === 'and'
      ? (scope) => first(scope) && second(scope)
      : (scope) => first(scope) || second(scope)
  }
  const settling = operator === 'or'
  return (scope) => {
    for (const test of tests) if (test(scope) === settling) return settling
    return !settling
  }
}

/** As in Python, `and` and `or` give the operand that settled it. */
function compileLogicalValue({operator, operands}: LogicalExpression, context: Context): Evaluator {
  const values = operands.map((operand) => compileValue(operand, context))
  const settling = operator === 'or'
  return (scope) => {
    let last: Value = null
    for (const value of values) {
      last = value(scope)
      if (isTrue(last) === settling) return last
    }
    return last
  }
}

function compileName({name, start, end}: NameExpression, {variables}: Context): Evaluator {
  const cell = variables.get(name)
  if (cell) return () => cell.value
  if (name === 'tool_name') return (scope) => scope.tool_name
  if (name === 'tool_args') return (scope) => scope.tool_args
  if (name === 'metadata') return (scope) => scope.metadata
  // Only an expression that was not checked comes here, and it must not come to anything.
  return located({start, end}, () => fail(`\`${name}\` is not known`))
}

function compileList({items}: ListExpression, context: Context): Evaluator {
  const values = items.map((item) => compileValue(item, context))
  return (scope) => values.map((value) => value(scope))
}

function compileNegate(operand: Expression, span: Expression, context: Context): Evaluator {
  const value = compileValue(operand, context)
  return located(span, (scope) => negate(value(scope)))
}

function compileArithmetic(expression: ArithmeticExpression, context: Context): Evaluator {
  const {operator} = expression
  const left = compileValue(expression.left, context)
  const right = compileValue(expression.right, context)
  return located(expression, (scope) => calculate(operator, left(scope), right(scope)))
}

const never: Evaluator<boolean> = () => false
