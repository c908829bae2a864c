import {type Note, takeDown} from '../compile/tape.js'
import type {ConditionsFile} from '../file/schema.js'
import {isPythonEqual} from './python-equal.js'
import type {Requirement} from './requirement.js'
import type {Trial} from './trial.js'

interface Check extends Note {
  readonly expected: unknown
  actual(trial: Trial): unknown
  holds(trial: Trial): boolean
}

type Where = 'tool_args' | 'metadata'

/** The `conditions:` block of older policy files, with exactly its old meaning. */
export function createConditionsRequirement(conditions: ConditionsFile): Requirement {
  const checks = checksOf(conditions)
  return {
    key: 'conditions',
    holds: (trial) => checks.every((check) => ask(check, trial)),
  }
}

function ask(check: Check, trial: Trial): boolean {
  const result = check.holds(trial)
  takeDown(check, check.actual(trial), check.expected, result)
  return result
}

function checksOf({arg_contains, arg_not_contains, session_context}: ConditionsFile): readonly Check[] {
  const of = (
    block: Record<string, unknown> | undefined,
    make: (key: string, expected: unknown) => Check,
  ): Check[] => Object.entries(block ?? {}).map(([key, expected]) => make(key, expected))
  return [
    ...of(arg_contains, (key, expected) => equals('arg_contains', 'tool_args', key, expected)),
    ...of(arg_not_contains, (key, expected) => differs(key, expected)),
    ...of(session_context, (key, expected) => equals('session_context', 'metadata', key, expected)),
  ]
}

/** There, and equal or wanted whatever it is. */
function equals(block: string, where: Where, key: string, expected: unknown): Check {
  const isAny = expected === '*'
  return {
    source: `conditions.${block}.${key}`,
    field: `${where}.${key}`,
    operator: isAny ? 'is there' : '==',
    expected,
    reads: [[where, key]],
    actual: (trial) => valueIn(trial, where, key),
    holds: (trial) =>
      Object.hasOwn(trial[where], key) && (isAny || isPythonEqual(trial[where][key], expected)),
  }
}

/** Not there, or not equal; `*` is no wildcard here. */
function differs(key: string, expected: unknown): Check {
  return {
    source: `conditions.arg_not_contains.${key}`,
    field: `tool_args.${key}`,
    operator: '!=',
    expected,
    reads: [['tool_args', key]],
    actual: (trial) => valueIn(trial, 'tool_args', key),
    holds: ({tool_args}) => !Object.hasOwn(tool_args, key) || !isPythonEqual(tool_args[key], expected),
  }
}

const valueIn = (trial: Trial, where: Where, key: string): unknown =>
  Object.hasOwn(trial[where], key) ? (trial[where][key] ?? null) : null
