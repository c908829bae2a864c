import type {CompiledPolicy} from '../policy/compiled-policy.js'
import type {ReadPolicy} from '../policy/read-policy.js'
import {ProblemsError} from '../source/problems-error.js'

/** A policy that can be put in force. */
export function refuseUnsound({policy, problems}: ReadPolicy): CompiledPolicy {
  if (policy !== undefined) return policy
  throw new ProblemsError('POLICY_INVALID', problems)
}
