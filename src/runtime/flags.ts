import type {Layer, Setting, Surroundings} from '../config/layer.js'
import type {ConfigKey} from '../config/schema.js'
import {locatedValue, parseSetting} from '../config/typed-value.js'

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
export function flagLayer(flags: FlagValues, {cwd, home}: Surroundings): Layer {
  const settings = new Map<ConfigKey, Setting>()
  for (const [flag, key] of Object.entries(settingFlags) as [keyof typeof settingFlags, ConfigKey][]) {
    const given = flags[flag]
    if (given === undefined) continue
    const value = locatedValue(key, parseSetting(key, String(given), `--${flag}`), cwd, home)
    settings.set(key, {value, origin: {kind: 'flag', source: `--${flag}`, line: null}})
  }
  if (flags['no-color'] === true) {
    settings.set('color', {value: 'never', origin: {kind: 'flag', source: '--no-color', line: null}})
  }
  return {kind: 'flag', settings}
}
