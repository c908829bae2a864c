import {isAbsolute, relative, resolve, sep} from 'node:path'
import {ExitCode, TameError} from '../errors.js'
import {butIs, demandOf} from '../source/shape.js'
import type {SettingValue} from './layer.js'
import {type ConfigKey, configSchema, examples} from './schema.js'
import {shownValue} from './secret.js'

const yes = ['true', 'yes', 'on', '1']
const no = ['false', 'no', 'off', '0']

/** The value that a flag's, a variable's or an argument's text stands for. `where` names it in the error. */
export function parseSetting(key: ConfigKey, text: string, where: string): SettingValue {
  const value = typed(key, text.trim())
  const complaint = demandOf(configSchema.shape[key], value)
  if (complaint === undefined && value !== undefined) return value
  // What is refused must not be shown on the way out, when it is a key or may hold a password.
  const but = key === 'api_key' ? '' : butIs(shownValue(key, text))
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

/** A value with a path in it, made absolute: from the directory of the file that says it, or `~`. */
export function locatedValue(key: ConfigKey, value: SettingValue, from: string, home: string): SettingValue {
  if (typeof value !== 'string') return value
  if (key === 'policy') return located(value, from, home)
  if (key === 'store' && value.startsWith('sqlite:'))
    return `sqlite:${located(value.slice('sqlite:'.length), from, home)}`
  return value
}

function located(path: string, from: string, home: string): string {
  if (path === '~' || path.startsWith('~/')) return resolve(home, path.slice(2))
  return isAbsolute(path) ? path : resolve(from, path)
}

/** The value as it is written to a file: a path in the file's directory moves with it, any other is absolute. */
export function portableValue<Value>(key: ConfigKey, value: Value, directory: string): Value | string {
  if (typeof value !== 'string') return value
  if (key === 'policy') return portable(value, directory)
  if (key === 'store' && value.startsWith('sqlite:'))
    return `sqlite:${portable(value.slice('sqlite:'.length), directory)}`
  return value
}

const portable = (path: string, directory: string): string =>
  path.startsWith(directory + sep) ? relative(directory, path) : path
