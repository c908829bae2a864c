import type {SuppliedPolicy} from '../engine/policy-supply.js'
import type {Tame} from '../model/tame.js'
import {connect} from './connect.js'
import type {PolicyListeners} from './open-for-program.js'
import type {ProgramSettings} from './program-settings.js'

/** A program waits rather for a server that starts again than ends. */
const retriesOfPrograms = 5

/** tame for a program, which stays open while its policy changes. */
export function openWithSettings(
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
