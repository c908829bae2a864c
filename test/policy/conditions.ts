import {ask} from '../../src/policy/compile/ask.js'
import {type Condition, checkCondition} from '../../src/policy/condition.js'
import {EvaluationError} from '../../src/policy/values/failure.js'
import type {ValueMap} from '../../src/policy/values/value.js'
import {scopeOf} from './scope.js'

export function conditionOf(source: string): Condition {
  const {condition, problems} = checkCondition(source)
  if (!condition) throw new Error(`${source}: ${JSON.stringify(problems)}`)
  return condition
}

/** True or false, or where and why the condition can't be worked out. */
export function answerOf(source: string, args: ValueMap = {}): boolean | string {
  const condition = conditionOf(source)
  try {
    return ask(condition, scopeOf(args))
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error
    return `${source.slice(error.start, error.end)}: ${error.message}`
  }
}
