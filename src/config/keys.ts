import type {ConfigFile, ConfigKey} from './schema.js'

// Apart from the schema, whose library costs a tenth of the start-up: most commands only want to know the names.

/** Every setting, in the order in which they are shown. */
export const configKeys: readonly ConfigKey[] = [
  'api_url',
  'api_key',
  'session_id',
  'agent_id',
  'user_id',
  'timeout',
  'raise_on_deny',
  'raise_on_approve',
  'bypass_mode',
  'policy',
  'store',
  'durability',
  'notify_command',
  'notify_url',
  'notify_secret',
  'format',
  'color',
]

export const isConfigKey = (name: string): name is ConfigKey => configKeys.includes(name as ConfigKey)

export const defaults = {
  timeout: 30,
  raise_on_deny: true,
  raise_on_approve: true,
  bypass_mode: false,
  durability: 'full',
  format: 'table',
  color: 'auto',
} as const satisfies ConfigFile
