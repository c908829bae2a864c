import type {SettingValue, Surroundings} from './layer.js'
import {locatedValue} from './located-value.js'
import type {ConfigKey} from './schema.js'

// Apart from the schema, whose library costs a tenth of the start-up: what anybody sees to be right is taken without it.

/** The value of a flag, a variable or an option, with its paths made absolute. `where` names it in the error. */
export async function settingOf(
  key: ConfigKey,
  text: string,
  where: string,
  {cwd, home}: Pick<Surroundings, 'cwd' | 'home'>,
): Promise<SettingValue> {
  const value = plainValue(key, text) ?? (await import('./typed-value.js')).parseSetting(key, text, where)
  return locatedValue(key, value, cwd, home)
}

const plainName = /^[\w./@:-]{1,200}$/

/** What the schema would say of a text too, where that is beyond doubt; nothing where it has to be asked. */
export function plainValue(key: ConfigKey, text: string): SettingValue | undefined {
  switch (key) {
    case 'session_id':
    case 'agent_id':
    case 'user_id':
    case 'policy':
      return plainName.test(text) ? text : undefined
    case 'store':
      return text.startsWith('sqlite:') && plainName.test(text.slice('sqlite:'.length)) ? text : undefined
    case 'durability':
      return text === 'full' || text === 'normal' ? text : undefined
    case 'bypass_mode':
      return text === 'true' || (text === 'false' ? false : undefined)
    default:
      return undefined
  }
}
