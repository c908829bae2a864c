import {resolve} from 'node:path'
import {ValidationError} from '../client/failures.js'
import {refuseUnknownOptions} from '../client/sdk/known-options.js'
import type {Layer, Setting, Surroundings} from '../config/layer.js'
import {type LoadedConfig, loadConfig} from '../config/load.js'
import {settingOf} from '../config/plain-value.js'
import type {Config, ConfigKey} from '../config/schema.js'
import type {ProgramOptions} from './program-options.js'
import {processSurroundings} from './surroundings.js'

const keyOfOption = {
  apiUrl: 'api_url',
  apiKey: 'api_key',
  timeoutMs: 'timeout',
  policy: 'policy',
  store: 'store',
  durability: 'durability',
  sessionId: 'session_id',
  agentId: 'agent_id',
  userId: 'user_id',
  bypass: 'bypass_mode',
  raiseOnDeny: 'raise_on_deny',
  raiseOnApprove: 'raise_on_approve',
} as const satisfies Partial<Record<keyof ProgramOptions, ConfigKey>>

type SettingOption = keyof typeof keyOfOption

const settingOptions = Object.entries(keyOfOption) as [SettingOption, ConfigKey][]

export interface ProgramSettings {
  readonly settings: LoadedConfig
  readonly here: Surroundings
}

/** The settings of this place and, before them, those that the program says. `others` are options that are none. */
export async function loadProgramSettings(
  options: ProgramOptions,
  others: readonly string[],
): Promise<ProgramSettings> {
  refuseUnknownOptions(options, [...Object.keys(keyOfOption), 'config', 'cwd', ...others])
  const surroundings = processSurroundings()
  const here = {...surroundings, cwd: resolve(surroundings.cwd, options.cwd ?? '.')}
  const loaded = await loadConfig(here, await optionLayer(options, here), options.config)
  return {settings: {...loaded, values: withoutNulled(loaded.values, options)}, here}
}

async function optionLayer(options: ProgramOptions, here: Surroundings): Promise<Layer> {
  const settings = new Map<ConfigKey, Setting>()
  for (const [option, key] of settingOptions) {
    const given = options[option]
    if (given === undefined || given === null) continue
    const value = await settingOf(key, textOf(option, given), option, here)
    settings.set(key, {value, origin: {kind: 'flag', source: option, line: null}})
  }
  return {kind: 'flag', settings}
}

function textOf(option: SettingOption, given: unknown): string {
  return option === 'timeoutMs' ? secondsOf(given) : String(given)
}

const longestTimeoutMs = 86_400_000

/** In the configuration it is seconds; what is wrong with it is said of what was given. */
function secondsOf(timeoutMs: unknown): string {
  if (typeof timeoutMs === 'number' && timeoutMs > 0 && timeoutMs <= longestTimeoutMs)
    return String(timeoutMs / 1000)
  throw new ValidationError('CONFIG_INVALID', `timeoutMs must be from 1 to ${longestTimeoutMs}, a day`, {
    suggestions: ['For example: 30000'],
  })
}

/** null says that there is none, whatever is configured. */
const withoutNulled = (values: Config, options: ProgramOptions): Config => ({
  ...values,
  ...Object.fromEntries(
    settingOptions.filter(([option]) => options[option] === null).map(([, key]) => [key, null]),
  ),
})
