import fc from 'fast-check'
import {expect, test} from 'vitest'
import {ask} from '../../src/policy/compile/ask.js'
import type {Scope} from '../../src/policy/compile/scope.js'
import {record} from '../../src/policy/compile/tape.js'
import {createCondition} from '../../src/policy/condition.js'
import type {Expression} from '../../src/policy/parse/expression.js'
import {printExpression} from '../../src/policy/parse/print.js'
import {readExpression} from '../../src/policy/parse/read-expression.js'
import {EvaluationError} from '../../src/policy/values/failure.js'
import {isTrue} from '../../src/policy/values/value.js'
import {runs} from '../helpers/runs.js'
import {aboutTools, expression, scope} from './expressions.js'
import {meaningOf, Refused} from './reference.js'

type Outcome = boolean | 'error'

function outcome(evaluate: () => boolean): Outcome {
  try {
    return evaluate()
  } catch (error) {
    if (error instanceof EvaluationError || error instanceof Refused) return 'error'
    throw error
  }
}

function parsed(source: string): Expression {
  const {expression: found, problems} = readExpression(source)
  if (!found) throw new Error(`${source}\n${JSON.stringify(problems)}`)
  return found
}

function conditionOf(printed: Expression): ReturnType<typeof createCondition> {
  const source = printExpression(printed)
  return createCondition(source, parsed(source))
}

/** An expression without its places. */
function bare(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(bare)
  if (typeof node !== 'object' || node === null) return node
  const {start: _start, end: _end, ...rest} = node as Record<string, unknown>
  return Object.fromEntries(Object.entries(rest).map(([key, each]) => [key, bare(each)]))
}

test('what is printed is read again as the same expression', () => {
  fc.assert(
    fc.property(expression, (given) => {
      expect(bare(parsed(printExpression(given)))).toEqual(bare(given))
    }),
    runs(500),
  )
})

test('the compiled, the recording and the explaining form agree with the plain meaning', () => {
  fc.assert(
    fc.property(expression, scope, (given, call) => {
      const condition = conditionOf(given)
      const meant = outcome(() => isTrue(meaningOf(condition.expression, call)))
      const {value, error} = condition.explain(call)
      expect({
        compiled: outcome(() => ask(condition, call)),
        recording: outcome(() => record([], condition, call)),
        explained: error === undefined ? isTrue(value ?? null) : 'error',
      }).toEqual({compiled: meant, recording: meant, explained: meant})
    }),
    runs(2000),
  )
})

test('for a tool that is not named a condition is false, without an error', () => {
  fc.assert(
    fc.property(aboutTools, scope, (given, call) => {
      const condition = conditionOf(given)
      if (!condition.toolNames || condition.toolNames.has(call.tool_name)) return
      expect(outcome(() => ask(condition, call))).toBe(false)
    }),
    runs(1000),
  )
})

test('facts that are not needed change nothing', () => {
  fc.assert(
    fc.property(expression, scope, (given, call) => {
      const condition = conditionOf(given)
      const {needs} = condition
      const less: Scope = {
        ...call,
        session: needs.session.size > 0 ? call.session : null,
        agent: needs.agent ? call.agent : null,
        user: needs.user ? call.user : null,
        datetime: needs.datetime ? call.datetime : null,
        metadata: needs.metadata ? call.metadata : {},
      }
      expect(outcome(() => ask(condition, less))).toBe(outcome(() => ask(condition, call)))
    }),
    runs(500),
  )
})

test('evaluating leaves the call as it was', () => {
  fc.assert(
    fc.property(expression, scope, (given, call) => {
      const before = JSON.stringify(call)
      const condition = conditionOf(given)
      outcome(() => ask(condition, call))
      outcome(() => record([], condition, call))
      condition.explain(call)
      expect(JSON.stringify(call)).toBe(before)
    }),
    runs(300),
  )
})
