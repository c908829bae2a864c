import type {Surroundings} from '../config/layer.js'
import type {LoadedConfig} from '../config/load.js'
import {lintPolicy} from '../policy/lint/lint-policy.js'
import {type PolicyOnDisk, readPolicies} from './policies.js'

/** The policy in force as it lies on disk, with all that is wrong with it and all that lint says. */
export async function readSavedPolicy(
  settings: Pick<LoadedConfig, 'values' | 'origins'>,
  here: Surroundings,
): Promise<PolicyOnDisk & {readonly isIncomplete?: boolean}> {
  const [read] = await readPolicies([], settings, here)
  if (read === undefined) throw new Error('The policy in force is always one')
  return read.policy === undefined ? read : {...read, ...lintPolicy(read.policy, read.text)}
}
