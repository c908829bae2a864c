import type {TameError} from '../errors.js'
import type {PolicyInForce} from '../model/policy-in-force.js'
import type {SuppliedPolicy} from './policy-supply.js'

export const policyInForce = (
  {policy, source, loadedAtMs}: SuppliedPolicy,
  problem: TameError | undefined,
): PolicyInForce => ({
  version: policy.version,
  hash: policy.hash,
  description: policy.description,
  rulesCount: policy.rules.length,
  source,
  loadedAtMs,
  isShadow: policy.isShadow,
  problems: problem === undefined ? [] : [problem.message],
})
