import type {Comparison} from '../../model/comparison.js'
import type {NearestMiss} from '../../model/explanation.js'
import type {Verdict} from '../../model/verdict.js'
import {ask} from '../compile/ask.js'
import {record} from '../compile/tape.js'
import {type Condition, compileCondition} from '../condition.js'
import type {Expression} from '../parse/expression.js'
import type {Requirement} from '../rule/requirement.js'
import type {Rule} from '../rule/rule.js'
import type {Trial} from '../rule/trial.js'

/** Of the rules that came first and would have answered differently: the one for which least was missing. */
export function nearestMiss(
  rules: readonly Rule[],
  {ruling, tool}: Verdict,
  trial: Trial,
): NearestMiss | null {
  const misses = rules
    .filter((rule) => rule.effect !== ruling && isAbout(rule, tool))
    .map((rule): NearestMiss => ({ruleName: rule.name, effect: rule.effect, missing: missingOf(rule, trial)}))
    .filter(({missing}) => missing.length > 0)
  const fewest = Math.min(...misses.map(({missing}) => missing.length))
  return misses.find(({missing}) => missing.length === fewest) ?? null
}

const isAbout = (rule: Rule, tool: string): boolean =>
  rule.fitsTool(tool) && (rule.toolNames === undefined || rule.toolNames.has(tool))

function missingOf(rule: Rule, trial: Trial): string[] {
  return rule.requirements.flatMap((requirement) => {
    if (succeeds(() => ask(requirement, trial))) return []
    return requirement.key === 'condition' && rule.condition
      ? missingInCondition(rule.condition, trial)
      : [sourceOf(requirement, trial)]
  })
}

/** The comparison that failed, as the policy has it. */
function sourceOf(requirement: Requirement, trial: Trial): string {
  const comparisons: Comparison[] = []
  succeeds(() => record(comparisons, requirement, trial))
  return comparisons.find(({result}) => !result)?.source ?? requirement.key
}

/** Of the parts that must hold together, each that does not, also those that deciding never came to. */
function missingInCondition({source, expression}: Condition, trial: Trial): string[] {
  return conjunctsOf(expression)
    .filter((part) => {
      const holds = compileCondition(source, part)
      return !succeeds(() => ask({holds}, trial))
    })
    .map(({start, end}) => source.slice(start, end).replaceAll(/\s+/g, ' '))
}

const conjunctsOf = (expression: Expression): readonly Expression[] =>
  expression.kind === 'logical' && expression.operator === 'and'
    ? expression.operands.flatMap(conjunctsOf)
    : [expression]

/** What can't be worked out does not hold. */
function succeeds(ask: () => boolean): boolean {
  try {
    return ask()
  } catch {
    return false
  }
}
