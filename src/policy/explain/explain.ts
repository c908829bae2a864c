import type {Call} from '../../model/call.js'
import type {
  Explanation,
  ExpressionExplanation,
  PartExplanation,
  RuleExplanation,
} from '../../model/explanation.js'
import type {Facts} from '../../model/facts.js'
import type {Verdict} from '../../model/verdict.js'
import {nameTooLong} from '../candidates.js'
import type {CompiledPolicy} from '../compiled-policy.js'
import {decide} from '../decide.js'
import {faultText} from '../reason.js'
import {recorded} from '../rule/recorded.js'
import type {Requirement} from '../rule/requirement.js'
import type {Rule} from '../rule/rule.js'
import {Trial} from '../rule/trial.js'
import {nearestMiss} from './nearest-miss.js'

/** What `decide` says, and why: each rule, what it asks, and what came of that. */
export function explain(policy: CompiledPolicy, call: Call, facts: Facts, nowMs: number): Explanation {
  const verdict = decide(policy, call, facts, nowMs)
  if (policy.candidatesFor(call.tool) === nameTooLong) return unlooked(policy, verdict)
  const trial = new Trial(call, facts, policy.clock, nowMs)
  const decided = policy.rules.findIndex(({name}) => name === verdict.ruleName)
  const reached = decided < 0 ? policy.rules : policy.rules.slice(0, decided + 1)
  return {
    verdict,
    rules: policy.rules.map((rule, at) =>
      at < reached.length ? explainRule(rule, trial) : ruleExplanation(rule, 'not reached', []),
    ),
    nearestMiss: nearestMiss(reached, verdict, trial),
  }
}

const unlooked = ({rules}: CompiledPolicy, verdict: Verdict): Explanation => ({
  verdict,
  rules: rules.map((rule) => ruleExplanation(rule, 'not reached', [])),
  nearestMiss: null,
})

const ruleExplanation = (
  {name, effect, line}: Rule,
  outcome: RuleExplanation['outcome'],
  parts: readonly PartExplanation[],
): RuleExplanation => ({ruleName: name, effect, line, outcome, parts})

function explainRule(rule: Rule, trial: Trial): RuleExplanation {
  const parts = rule.definition.tools === undefined ? [] : [explainTools(rule, rule.definition.tools, trial)]
  let isOpen = parts.every(({outcome}) => outcome === 'holds')
  for (const requirement of rule.requirements) {
    const part = isOpen ? explainRequirement(requirement, rule, trial) : notAsked(requirement)
    parts.push(part)
    isOpen &&= part.outcome === 'holds' || (part.outcome === 'error' && rule.isStrict)
  }
  return ruleExplanation(rule, isOpen ? 'applies' : 'does not apply', parts)
}

function explainTools(rule: Rule, tools: readonly string[], {tool_name: actual}: Trial): PartExplanation {
  const result = rule.fitsTool(actual)
  const comparison = {
    source: 'tools',
    field: 'tool_name',
    operator: 'fits',
    expected: tools,
    actual,
    result,
    reads: [],
  }
  return {
    key: 'tools',
    outcome: result ? 'holds' : 'fails',
    error: null,
    comparisons: [comparison],
    tree: null,
  }
}

const notAsked = ({key}: Requirement): PartExplanation => ({
  key,
  outcome: 'not asked',
  error: null,
  comparisons: [],
  tree: null,
})

function explainRequirement(requirement: Requirement, rule: Rule, trial: Trial): PartExplanation {
  const {key} = requirement
  const tree = key === 'condition' ? treeOf(rule, trial) : null
  const {holds, comparisons, failure} = recorded(requirement, rule, trial)
  if (failure) return {key, outcome: 'error', error: faultText(rule, failure.error), comparisons, tree}
  return {key, outcome: holds ? 'holds' : 'fails', error: null, comparisons, tree}
}

/** Nothing when even that fails: the part then says so in its error. */
function treeOf({condition}: Rule, trial: Trial): ExpressionExplanation | null {
  try {
    return condition?.explain(trial) ?? null
  } catch {
    return null
  }
}
