import type {Layer, Setting} from '../config/layer.js'
import {loadConfig} from '../config/load.js'
import type {ConfigKey} from '../config/schema.js'
import {locatedValue, parseSetting} from '../config/typed-value.js'
import type {SuppliedPolicy} from '../engine/policy-supply.js'
import {ExitCode, TameError} from '../errors.js'
import type {PolicyInForce} from '../model/policy-in-force.js'
import type {Tame} from '../model/tame.js'
import {openTame as openHere} from './open-tame.js'
import {processSurroundings} from './surroundings.js'

export interface OpenTameOptions {
  /** The policy's file; otherwise the one that the settings name, or the project's. */
  readonly policy?: string
  /** Where the record is kept: `sqlite:PATH`. */
  readonly store?: string
  /** `full`: a recorded call survives a power cut. `normal`: it survives a killed process. */
  readonly durability?: 'full' | 'normal'
  /** Who calls, where a call does not say. */
  readonly sessionId?: string
  readonly agentId?: string
  readonly userId?: string
  /** Lets every call run, and records that it was let. */
  readonly bypass?: boolean
  /** A configuration file to put before the usual ones. */
  readonly config?: string
  /** From where files are searched; otherwise the current directory. */
  readonly cwd?: string
  /** Told of each policy that comes in force. */
  readonly onPolicy?: (policy: Pick<PolicyInForce, 'version' | 'hash' | 'source'>) => void
  /** Told what keeps a changed policy from coming in force; the one before stays. */
  readonly onPolicyProblem?: (problem: TameError) => void
}

const settingOf = {
  policy: 'policy',
  store: 'store',
  durability: 'durability',
  sessionId: 'session_id',
  agentId: 'agent_id',
  userId: 'user_id',
  bypass: 'bypass_mode',
} as const satisfies Partial<Record<keyof OpenTameOptions, ConfigKey>>

/**
 * tame in this process, with the settings of this place and, before them, those given. Follows the policy's file: a
 * sound change comes in force between two calls.
 */
export async function openTame(options: OpenTameOptions = {}): Promise<Tame> {
  const process = processSurroundings()
  const here = {...process, cwd: options.cwd ?? process.cwd}
  const settings = await loadConfig(here, optionLayer(options, here), options.config)
  if (settings.values.api_url !== null) throw noClient()
  const {onPolicy, onPolicyProblem} = options
  return openHere(settings, here, {
    isWatching: true,
    onProblem: onPolicyProblem,
    onPolicy:
      onPolicy &&
      (({policy, source}: SuppliedPolicy) => onPolicy({version: policy.version, hash: policy.hash, source})),
  })
}

function optionLayer(options: OpenTameOptions, {cwd, home}: {cwd: string; home: string}): Layer {
  const settings = new Map<ConfigKey, Setting>()
  for (const [option, key] of Object.entries(settingOf) as [keyof typeof settingOf, ConfigKey][]) {
    const given = options[option]
    if (given === undefined) continue
    const value = locatedValue(key, parseSetting(key, String(given), option), cwd, home)
    settings.set(key, {value, origin: {kind: 'flag', source: option, line: null}})
  }
  return {kind: 'flag', settings}
}

const noClient = (): TameError =>
  new TameError('SERVER_UNREACHABLE', 'This version of tame can’t ask a server yet, and api_url names one', {
    suggestions: ['To decide here, without a server, take api_url away', 'tame config show --origin'],
    exitCode: ExitCode.unreachable,
  })
