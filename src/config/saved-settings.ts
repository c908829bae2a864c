import type {Changes} from './change.js'
import {configKeys} from './keys.js'
import type {LoadedConfig} from './load.js'

const ownKinds = ['flag', 'environment', 'runlok', 'config', 'user', 'legacy']
const common = ['NO_COLOR', 'FORCE_COLOR']

/**
 * What `config save` writes: everything that was decided by the user. What a project's file says stays there: in the
 * user's own file it would be trusted.
 */
export function savedSettings({values, origins}: LoadedConfig): Changes {
  const own = configKeys.filter(
    (key) => ownKinds.includes(origins[key].kind) && !common.includes(origins[key].source ?? ''),
  )
  return new Map(own.map((key) => [key, values[key]]))
}
