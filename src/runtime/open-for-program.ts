import type {SuppliedPolicy} from '../engine/policy-supply.js'
import type {TameError} from '../errors.js'
import type {PolicyInForce} from '../model/policy-in-force.js'
import type {Tame} from '../model/tame.js'
import {connect} from './connect.js'
import {loadProgramSettings, type ProgramOptions, type ProgramSettings} from './program-options.js'

export interface PolicyListeners {
  /** Told of each policy that comes in force here. */
  readonly onPolicy?: ((policy: Pick<PolicyInForce, 'version' | 'hash' | 'source'>) => void) | undefined
  /** Told what keeps a changed policy from coming in force here; the one before stays. */
  readonly onPolicyProblem?: ((problem: TameError) => void) | undefined
}

export interface OpenTameOptions
  extends Omit<ProgramOptions, 'raiseOnDeny' | 'raiseOnApprove'>,
    PolicyListeners {
  /** How often a server is asked again that does not answer. */
  readonly retries?: number
}

const listeners = ['onPolicy', 'onPolicyProblem']

/** A program waits rather for a server that starts again than ends. */
const retriesOfPrograms = 5

/**
 * tame by the settings of this place and, before them, those given: on a server when they name one, else in this process,
 * where it follows the policy's file: a sound change comes in force between two calls.
 */
export async function openTame(options: OpenTameOptions = {}): Promise<Tame> {
  const {onPolicy, onPolicyProblem, retries, ...said} = options
  return openWith(await loadProgramSettings(said, listeners), {onPolicy, onPolicyProblem}, retries)
}

export function openWith(
  {settings, here}: ProgramSettings,
  {onPolicy, onPolicyProblem}: PolicyListeners,
  retries = retriesOfPrograms,
): Promise<Tame> {
  return connect(settings, here, {
    retries,
    isWatching: true,
    onProblem: onPolicyProblem,
    onPolicy:
      onPolicy &&
      (({policy, source}: SuppliedPolicy) => onPolicy({version: policy.version, hash: policy.hash, source})),
  })
}
