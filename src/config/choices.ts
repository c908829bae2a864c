import {type ConfigKey, configKeys, configSchema} from './schema.js'

/** Every setting with the words that it can be set to; none where any text will do. */
export const settingChoices = (): Record<string, readonly string[]> =>
  Object.fromEntries(configKeys.map((key) => [key, choicesOf(key)]))

function choicesOf(key: ConfigKey): readonly string[] {
  const {def} = configSchema.shape[key].def.innerType
  if (def.type === 'boolean') return ['true', 'false']
  return def.type === 'enum' ? Object.values(def.entries) : []
}
