import {isAbsolute, relative, resolve, sep} from 'node:path'
import type {SettingValue} from './layer.js'
import type {ConfigKey} from './schema.js'

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
