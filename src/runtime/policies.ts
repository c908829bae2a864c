import {resolve} from 'node:path'
import type {Surroundings} from '../config/layer.js'
import type {LoadedConfig} from '../config/load.js'
import type {CompiledPolicy} from '../policy/compiled-policy.js'
import {type ReadPolicy, readPolicy} from '../policy/read-policy.js'
import {findPolicyFile, readTextFile, shownPath} from './policy-file.js'
import {refuseUnsound} from './sound-policy.js'

/** A policy file as it was read: what is wrong with it, and if nothing is, the policy. */
export interface PolicyOnDisk extends ReadPolicy {
  path: string
  /** As the person named it. */
  shownPath: string
  text: string
}

/** The policies that were named, or else the one in force. Their problems name them as the person would. */
export async function readPolicies(
  named: readonly string[],
  settings: Pick<LoadedConfig, 'values' | 'origins'>,
  here: Surroundings,
): Promise<PolicyOnDisk[]> {
  const paths =
    named.length > 0 ? named.map((file) => resolve(here.cwd, file)) : [findPolicyFile(settings, here)]
  return Promise.all(paths.map((path) => readOne(path, here)))
}

async function readOne(path: string, here: Surroundings): Promise<PolicyOnDisk> {
  const text = await readTextFile(path)
  const shown = shownPath(path, here)
  return {path, shownPath: shown, text, ...readPolicy(shown, text)}
}

/** The policy that was named, or else the one in force; throws with all its problems when it has any. */
export async function readSoundPolicy(
  named: string | undefined,
  settings: Pick<LoadedConfig, 'values' | 'origins'>,
  here: Surroundings,
): Promise<CompiledPolicy> {
  const path = named === undefined ? findPolicyFile(settings, here) : resolve(here.cwd, named)
  return refuseUnsound(await readOne(path, here))
}
