import type {Arguments} from './call.js'
import {type Comparison, comparisonJson} from './comparison.js'
import type {Effect} from './effect.js'

/** What a decision must say. Of what is left out, anything will do. */
export interface Expectation {
  readonly decision?: Effect
  /** null: no rule, but the default. */
  readonly rule?: string | null
  /** A part of the reason. */
  readonly reason?: string
  readonly args?: Arguments
}

/** What a policy decided of a case's call: of the last, if it was repeated. */
export interface Outcome {
  readonly decision: Effect
  readonly rule: string | null
  readonly reason: string
  readonly args: Arguments
}

/** A case of a suite, and what came of it, as it may be shown: secrets are hidden. */
export interface CaseResult {
  /** With the tool and its arguments, when it is one of a matrix. */
  readonly name: string
  readonly file: string
  readonly line: number
  /** The policy's file. */
  readonly policy: string
  readonly tool: string
  readonly args: Arguments
  readonly repeat: number
  readonly status: 'passed' | 'failed' | 'skipped'
  readonly expected: Expectation
  /** Nothing when it was skipped. */
  readonly actual: Outcome | null
  /** What of the outcome is not as expected. */
  readonly differences: readonly (keyof Expectation)[]
  readonly why: CaseWhy | null
}

/** Why a case failed, as near as can be said. */
export interface CaseWhy {
  /** The rule that decided, and the comparisons by which it did; nothing when the default did. */
  readonly decided: DecidedRule | null
  /** The rule that should have decided, or that came nearest to deciding as expected. */
  readonly missed: MissedRule | null
  /** A rule was expected that the policy does not have; `closest` is what it may be called. */
  readonly unknownRule: {readonly name: string; readonly closest: string | null} | null
}

interface DecidedRule {
  readonly rule: string
  readonly line: number
  readonly comparisons: readonly Comparison[]
}

export interface MissedRule {
  readonly rule: string
  readonly line: number
  /** `not reached`: another decided before it was its turn. */
  readonly outcome: 'does not apply' | 'not reached'
  /** The comparisons that kept it from applying. */
  readonly comparisons: readonly Comparison[]
  /** What could not be worked out. */
  readonly error: string | null
}

/** A case's result as `--json` prints it. */
export const caseResultJson = (result: CaseResult): Record<string, unknown> => ({
  name: result.name,
  file: result.file,
  line: result.line,
  policy: result.policy,
  status: result.status,
  tool_name: result.tool,
  tool_args: result.args,
  repeat: result.repeat,
  expected: expectationJson(result.expected),
  actual: result.actual && outcomeJson(result.actual),
  differences: result.differences.map((key) => jsonKeys[key]),
  why: result.why && whyJson(result.why),
})

const jsonKeys: Readonly<Record<keyof Expectation, string>> = {
  decision: 'decision',
  rule: 'rule_name',
  reason: 'reason',
  args: 'tool_args',
}

const expectationJson = (expected: Expectation): Record<string, unknown> =>
  Object.fromEntries(
    (Object.keys(jsonKeys) as (keyof Expectation)[])
      .filter((key) => expected[key] !== undefined)
      .map((key) => [jsonKeys[key], expected[key]]),
  )

const outcomeJson = ({decision, rule, reason, args}: Outcome): Record<string, unknown> => ({
  decision,
  rule_name: rule,
  reason,
  tool_args: args,
})

const whyJson = ({decided, missed, unknownRule}: CaseWhy): Record<string, unknown> => ({
  decided: decided && {
    rule_name: decided.rule,
    line: decided.line,
    comparisons: decided.comparisons.map(comparisonJson),
  },
  missed: missed && {
    rule_name: missed.rule,
    line: missed.line,
    outcome: missed.outcome,
    comparisons: missed.comparisons.map(comparisonJson),
    error: missed.error,
  },
  unknown_rule: unknownRule,
})
