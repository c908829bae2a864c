import type {Call} from '../model/call.js'
import type {Comparison} from '../model/comparison.js'
import type {Effect} from '../model/effect.js'
import type {Facts} from '../model/facts.js'
import type {Verdict} from '../model/verdict.js'
import {type Candidates, nameTooLong} from './candidates.js'
import {ask} from './compile/ask.js'
import type {CompiledPolicy} from './compiled-policy.js'
import {defaultReason, faultText, reasonText} from './reason.js'
import {approvalTerms} from './rule/create-rule.js'
import {comparisonsOf} from './rule/recorded.js'
import type {Requirement} from './rule/requirement.js'
import type {Rule} from './rule/rule.js'
import {Trial} from './rule/trial.js'

/**
 * What a policy says of a call. Pure: the same inputs give the same verdict, and none of them is changed. The facts must
 * hold what `policy.candidatesFor(call.tool).needs` names.
 */
export function decide(policy: CompiledPolicy, call: Call, facts: Facts, nowMs: number): Verdict {
  const candidates = policy.candidatesFor(call.tool)
  const trial = new Trial(call, facts, policy.clock, nowMs)
  if (candidates === nameTooLong) return verdictOf(policy, call, candidates, trial, refusal(call))
  for (const rule of candidates.rules) {
    if (applies(rule, trial)) return verdictOf(policy, call, candidates, trial, rulingOf(rule, call, trial))
  }
  return verdictOf(policy, call, candidates, trial, defaultRuling(policy, call, candidates, trial))
}

/** Whether all that a rule asks holds. Where that can't be worked out, a strict rule takes it as given. */
function applies(rule: Rule, trial: Trial): boolean {
  try {
    return ask(rule, trial)
  } catch {
    return rule.requirements.every((requirement) => holdsAnyhow(requirement, rule, trial))
  }
}

function holdsAnyhow(requirement: Requirement, rule: Rule, trial: Trial): boolean {
  try {
    return ask(requirement, trial)
  } catch (error) {
    trial.noteFault({ruleName: rule.name, message: faultText(rule, error)})
    return rule.isStrict
  }
}

/** What the policy says, before it is asked whether it is in force. */
interface Ruling {
  readonly effect: Effect
  readonly rule: Rule | null
  readonly args: Call['args']
  readonly reason: string
  readonly conditionsEvaluated: readonly Comparison[]
}

/** Whatever the default is: a name nobody looked at must not pass. */
const refusal = ({args}: Call): Ruling => ({
  effect: 'deny',
  rule: null,
  args,
  reason: 'The tool’s name is longer than 1,000 characters',
  conditionsEvaluated: [],
})

function rulingOf(rule: Rule, call: Call, trial: Trial): Ruling {
  const conditionsEvaluated = comparisonsOf(rule, trial)
  const reason = reasonText(rule.reason, trial.faults, rule)
  const {effect, sanitize} = rule
  if (sanitize === undefined) return {effect, rule, args: call.args, reason, conditionsEvaluated}
  try {
    return {effect, rule, args: sanitize(call.args), reason, conditionsEvaluated}
  } catch (error) {
    // Whatever kept them from being changed, unchanged they must not pass.
    const failure = `The arguments could not be sanitized: ${messageOf(error)}`
    const reason = reasonText(failure, trial.faults, rule)
    return {effect: 'deny', rule, args: call.args, reason, conditionsEvaluated}
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function defaultRuling(policy: CompiledPolicy, call: Call, {nearest}: Candidates, trial: Trial): Ruling {
  return {
    effect: policy.defaultEffect,
    rule: null,
    args: call.args,
    reason: reasonText(defaultReason(policy.defaultEffect), trial.faults),
    conditionsEvaluated: nearest === undefined ? [] : comparisonsOf(nearest, trial),
  }
}

function verdictOf(
  policy: CompiledPolicy,
  call: Call,
  {cost}: Candidates,
  trial: Trial,
  {effect, rule, args, reason, conditionsEvaluated}: Ruling,
): Verdict {
  const {isShadow} = policy
  return {
    effect: isShadow ? 'allow' : effect,
    ruling: effect,
    enforced: !isShadow,
    ruleName: rule === null ? null : rule.name,
    reason:
      isShadow && effect !== 'allow' ? `Only observed (shadow mode), would be ${effect}: ${reason}` : reason,
    policyVersion: policy.version,
    policyHash: policy.hash,
    tool: call.tool,
    args: isShadow ? call.args : args,
    approval: effect === 'approve' && !isShadow ? (rule?.approval ?? approvalTerms()) : null,
    cost,
    countsToward: trial.countsToward,
    conditionsEvaluated,
  }
}
