import {existsSync} from 'node:fs'
import {resolve} from 'node:path'
import {missing, readConfigText} from './config-text.js'
import type {Layer, SettingValue, Surroundings} from './layer.js'
import type {LoadedConfig} from './load.js'
import {directoryOf, parseConfigText} from './parse-config.js'
import {legacyFile, userFile} from './places.js'
import {sameUrl} from './resolve.js'
import {saveConfig} from './save.js'
import {type ConfigKey, configKeys} from './schema.js'
import {portableValue} from './typed-value.js'

/** Settings to write; null removes one. */
export type Changes = ReadonlyMap<ConfigKey, SettingValue | null>

export interface Changed {
  file: string
  keys: ConfigKey[]
}

/** The file that changes go to: the one named, else the user's own. */
export function changedFile(surroundings: Surroundings, named: string | undefined): string {
  if (named !== undefined) return resolve(surroundings.cwd, named)
  const [user, legacy] = [userFile(surroundings), legacyFile(surroundings)]
  return existsSync(legacy) && !existsSync(user) ? legacy : user
}

export async function changeConfig(file: string, changes: Changes, {home}: Surroundings): Promise<Changed> {
  const stored = [...changes].map(
    ([key, value]) => [key, portableValue(key, value, directoryOf(file))] as const,
  )
  await saveConfig(file, new Map(stored), home)
  return {file, keys: [...changes.keys()]}
}

/**
 * What `config save` writes: everything that was decided by the user. What a project's file says stays there: in the
 * user's own file it would be trusted.
 */
export function savedSettings({values, origins}: LoadedConfig): Changes {
  const ownKinds = ['flag', 'environment', 'config', 'user', 'legacy']
  const common = ['NO_COLOR', 'FORCE_COLOR']
  const own = configKeys.filter(
    (key) => ownKinds.includes(origins[key].kind) && !common.includes(origins[key].source ?? ''),
  )
  return new Map(own.map((key) => [key, values[key]]))
}

/** What `config load` takes over from a file. */
export function loadedSettings(file: string, {cwd, home}: Surroundings): Changes {
  const path = resolve(cwd, file)
  const text = readConfigText(path)
  if (text === undefined) throw missing(path)
  const {settings}: Layer = parseConfigText(text, 'config', home)
  return new Map([...settings].map(([key, {value}]) => [key, value]))
}

/** The URL whose key would go to another one by these changes, if the file has a key that they leave as it is. */
export function movedKey(
  file: string,
  changes: Changes,
  {home}: Surroundings,
): {from: string; to: string} | undefined {
  const to = changes.get('api_url')
  const text = readConfigText(file)
  if (typeof to !== 'string' || changes.has('api_key') || text === undefined) return undefined
  const {settings} = parseConfigText(text, 'user', home)
  const from = settings.get('api_url')?.value
  if (!settings.has('api_key') || sameUrl(from, to)) return undefined
  return {from: typeof from === 'string' ? from : 'no URL', to}
}
