import type {CaseWhy, Expectation, MissedRule} from '../../model/case-result.js'
import type {Comparison} from '../../model/comparison.js'
import type {RuleExplanation} from '../../model/explanation.js'
import {closestName} from '../../model/spelling.js'
import {ask} from '../compile/ask.js'
import type {CompiledPolicy} from '../compiled-policy.js'
import {explain} from '../explain/explain.js'
import {nearestMiss} from '../explain/nearest-miss.js'
import {redactComparisons, redactExplanation} from '../redact.js'
import type {Rule} from '../rule/rule.js'
import {Trial} from '../rule/trial.js'
import type {Decided} from './run-case.js'

/** Why a call did not come out as expected: what decided it, and what kept the expected rule from it. */
export function whyNot(policy: CompiledPolicy, expected: Expectation, decided: Decided): CaseWhy {
  return {
    decided: decidedBy(policy, decided),
    missed: missedRule(policy, expected, decided),
    unknownRule: unknownRule(policy, expected),
  }
}

function decidedBy(policy: CompiledPolicy, {call, verdict}: Decided): CaseWhy['decided'] {
  const rule = policy.rules.find(({name}) => name === verdict.ruleName)
  if (rule === undefined) return null
  const comparisons = redactComparisons(policy, call, verdict.conditionsEvaluated)
  return {rule: rule.name, line: rule.line, comparisons}
}

function unknownRule(policy: CompiledPolicy, {rule}: Expectation): CaseWhy['unknownRule'] {
  const names = policy.rules.map(({name}) => name)
  if (rule === undefined || rule === null || names.includes(rule)) return null
  return {name: rule, closest: closestName(rule, names) ?? null}
}

function missedRule(policy: CompiledPolicy, expected: Expectation, decided: Decided): MissedRule | null {
  const {call, facts, nowMs, verdict} = decided
  const wanted = expected.rule ?? nearestTo(policy, expected, decided)
  if (wanted === undefined || wanted === verdict.ruleName) return null
  const {rules} = redactExplanation(policy, call, explain(policy, call, facts, nowMs))
  const explanation = rules.find(({ruleName}) => ruleName === wanted)
  return explanation === undefined || explanation.outcome === 'applies' ? null : missed(explanation)
}

/** Of the rules that decide as expected, the one that came too late, or else the one for which least was missing. */
function nearestTo(
  policy: CompiledPolicy,
  {decision}: Expectation,
  {call, facts, nowMs, verdict}: Decided,
): string | undefined {
  if (decision === undefined || decision === verdict.effect) return undefined
  const trial = new Trial(call, facts, policy.clock, nowMs)
  const able = policy.rules.filter(({effect}) => effect === decision)
  const late = able.find((rule) => rule.fitsTool(call.tool) && wouldApply(rule, trial))
  return late?.name ?? nearestMiss(able, verdict, trial)?.ruleName
}

function wouldApply({requirements}: Rule, trial: Trial): boolean {
  try {
    return requirements.every((requirement) => ask(requirement, trial))
  } catch {
    return false
  }
}

function missed({ruleName, line, outcome, parts}: RuleExplanation): MissedRule {
  const failing = parts.find((part) => part.outcome === 'fails' || part.outcome === 'error')
  const comparisons = failing?.comparisons ?? []
  return {
    rule: ruleName,
    line,
    outcome: outcome === 'not reached' ? 'not reached' : 'does not apply',
    comparisons: telling(comparisons),
    error: failing?.error ?? null,
  }
}

/** Those that did not hold; where all did, as under a `not`, all of them. */
function telling(comparisons: readonly Comparison[]): readonly Comparison[] {
  const failed = comparisons.filter(({result}) => !result)
  return failed.length > 0 ? failed : comparisons
}
