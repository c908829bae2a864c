import type {Origin, OriginKind} from './origin.js'
import type {ConfigFile, ConfigKey} from './schema.js'

export type SettingValue = NonNullable<ConfigFile[ConfigKey]>

export interface Setting {
  value: SettingValue
  origin: Origin
}

/** What one place says: the flags, the environment, or one file. */
export interface Layer {
  kind: OriginKind
  settings: ReadonlyMap<ConfigKey, Setting>
}

/** What the configuration needs to know of the process it is read for. */
export interface Surroundings {
  cwd: string
  home: string
  env: Readonly<Record<string, string | undefined>>
  /** Whose files are believed: the user's own and the machine's. Nothing where files have no owners. */
  owners: readonly number[] | undefined
}
