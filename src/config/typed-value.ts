import {ExitCode, TameError} from '../errors.js'
import {butIs, demandOf} from '../source/shape.js'
import type {SettingValue} from './layer.js'
import {type ConfigKey, configSchema, examples} from './schema.js'
import {isSecretKey, shownValue} from './secret.js'

const yes = ['true', 'yes', 'on', '1']
const no = ['false', 'no', 'off', '0']

/** The value that a flag's, a variable's or an argument's text stands for. `where` names it in the error. */
export function parseSetting(key: ConfigKey, text: string, where: string): SettingValue {
  const value = typed(key, text.trim())
  const complaint = demandOf(configSchema.shape[key], value)
  if (complaint === undefined && value !== undefined) return value
  // What is refused must not be shown on the way out, when it is a key or may hold a password.
  const but = isSecretKey(key) ? '' : butIs(shownValue(key, text))
  throw new TameError('CONFIG_INVALID', `${where} ${complaint ?? 'must not be empty'}${but}`, {
    suggestions: [`For example: ${examples[key]}`],
    exitCode: ExitCode.misuse,
  })
}

/** The text as the type its key asks for; as it is when it is not of that type. */
function typed(key: ConfigKey, text: string): SettingValue | undefined {
  const word = text.toLowerCase()
  const kind = configSchema.shape[key].def.innerType.def.type
  if (kind === 'number') return text === '' ? undefined : asNumber(text)
  if (kind !== 'boolean') return text as SettingValue
  if (yes.includes(word)) return true
  return no.includes(word) ? false : (text as SettingValue)
}

function asNumber(text: string): SettingValue {
  const number = Number(text)
  return Number.isFinite(number) ? number : (text as SettingValue)
}
