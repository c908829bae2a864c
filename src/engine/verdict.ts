import type {AskedCall} from '../model/asked-call.js'
import type {Facts} from '../model/facts.js'
import type {Verdict} from '../model/verdict.js'
import type {CompiledPolicy} from '../policy/compiled-policy.js'
import {decide} from '../policy/decide.js'

/** What becomes of a call. A policy that fails denies; one that is bypassed says what it would have done. */
export function verdictOf(
  policy: CompiledPolicy,
  call: AskedCall,
  facts: Facts,
  {nowMs, isBypassed, takesChangedArgs}: VerdictTerms,
): Verdict {
  const verdict = verdictOrDeny(policy, call, facts, nowMs)
  if (isBypassed) return bypassed(verdict, call)
  return verdict.effect === 'sanitize' && !takesChangedArgs ? unchangeable(verdict, call) : verdict
}

interface VerdictTerms {
  readonly nowMs: number
  readonly isBypassed: boolean
  /** false: whoever asks would run the call with its own arguments in any case. */
  readonly takesChangedArgs: boolean
}

function verdictOrDeny(policy: CompiledPolicy, call: AskedCall, facts: Facts, nowMs: number): Verdict {
  try {
    return decide(policy, call, facts, nowMs)
  } catch (error) {
    return failed(policy, call, error instanceof Error ? error.message : String(error))
  }
}

const failed = (policy: CompiledPolicy, call: AskedCall, message: string): Verdict => ({
  effect: 'deny',
  ruling: 'deny',
  enforced: true,
  ruleName: null,
  reason: `The policy could not be worked out: ${message}`,
  policyVersion: policy.version,
  policyHash: policy.hash,
  tool: call.tool,
  args: call.args,
  approval: null,
  cost: 0,
  countsToward: [],
  conditionsEvaluated: [],
})

const bypassed = (verdict: Verdict, call: AskedCall): Verdict => ({
  ...verdict,
  effect: 'allow',
  enforced: false,
  approval: null,
  args: call.args,
  reason: `Bypassed, would be ${verdict.ruling}: ${verdict.reason}`,
})

const unchangeable = (verdict: Verdict, call: AskedCall): Verdict => ({
  ...verdict,
  effect: 'deny',
  args: call.args,
  reason: `Its arguments would have to be changed, which this client can’t do: ${verdict.reason}`,
})
