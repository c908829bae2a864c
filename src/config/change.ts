import {existsSync, realpathSync} from 'node:fs'
import {basename, dirname, join, resolve} from 'node:path'
import type {SettingValue, Surroundings} from './layer.js'
import {portableValue} from './located-value.js'
import {directoryOf} from './parse-config.js'
import {legacyFile, projectPlaces, userFile} from './places.js'
import {saveConfig} from './save.js'
import type {ConfigKey} from './schema.js'

/** Settings to write; null removes one. */
export type Changes = ReadonlyMap<ConfigKey, SettingValue | null>

export interface Changed {
  file: string
  keys: ConfigKey[]
}

/** The file that changes go to: the one named, else the user's own. A link is followed, so that the person sees where. */
export function changedFile(surroundings: Surroundings, named: string | undefined): string {
  if (named !== undefined) return linkedFile(resolve(surroundings.cwd, named))
  const [user, legacy] = [userFile(surroundings), legacyFile(surroundings)]
  return linkedFile(existsSync(legacy) && !existsSync(user) ? legacy : user)
}

/** Replacing a link would part the file from where its owner keeps it. */
function linkedFile(file: string): string {
  try {
    return realpathSync(file)
  } catch {
    return file
  }
}

export async function changeConfig(file: string, changes: Changes, {home}: Surroundings): Promise<Changed> {
  const keys = [...changes.keys()]
  if (keys.length === 0) return {file, keys}
  const stored = [...changes].map(
    ([key, value]) => [key, portableValue(key, value, directoryOf(file))] as const,
  )
  await saveConfig(file, new Map(stored), home)
  return {file, keys}
}

/** Whether a file is one of those that are a project's wherever they lie, but for the user's own. */
export function isProjectFile(file: string, surroundings: Surroundings): boolean {
  const own = [userFile(surroundings), legacyFile(surroundings)]
  const place = basename(dirname(file)) === '.tame' ? join('.tame', basename(file)) : basename(file)
  return !own.includes(file) && projectPlaces.includes(place)
}
