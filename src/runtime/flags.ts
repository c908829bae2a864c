import type {Layer, Setting, Surroundings} from '../config/layer.js'
import {settingOf} from '../config/plain-value.js'
import type {ConfigKey} from '../config/schema.js'

/** The flags that stand for a setting, each with its key. */
const settingFlags = {
  'api-url': 'api_url',
  'api-key': 'api_key',
  'session-id': 'session_id',
  'agent-id': 'agent_id',
  'user-id': 'user_id',
  timeout: 'timeout',
  policy: 'policy',
  store: 'store',
  bypass: 'bypass_mode',
} as const satisfies Record<string, ConfigKey>

export type FlagValues = {readonly [Flag in keyof typeof settingFlags]?: string | boolean | undefined} & {
  readonly 'no-color'?: boolean | undefined
}

/** What the flags set: the strongest layer of the configuration. */
export async function flagLayer(flags: FlagValues, here: Surroundings): Promise<Layer> {
  const settings = new Map<ConfigKey, Setting>()
  for (const [flag, key] of Object.entries(settingFlags) as [keyof typeof settingFlags, ConfigKey][]) {
    const given = flags[flag]
    if (given === undefined) continue
    const value = await settingOf(key, String(given), `--${flag}`, here)
    settings.set(key, {value, origin: {kind: 'flag', source: `--${flag}`, line: null}})
  }
  if (flags['no-color'] === true) {
    settings.set('color', {value: 'never', origin: {kind: 'flag', source: '--no-color', line: null}})
  }
  return {kind: 'flag', settings}
}
