import {ExitCode, TameError} from '../errors.js'
import {closestName} from '../model/spelling.js'
import {configKeys, isConfigKey} from './keys.js'
import type {ConfigKey} from './schema.js'

/** The key that a person named; `api-url` and `TAME_API_URL` are meant as well as `api_url`. */
export function parseKey(name: string): ConfigKey {
  const key = name
    .replace(/^TAME_/, '')
    .toLowerCase()
    .replaceAll('-', '_')
  if (isConfigKey(key)) return key
  const closest = closestName(name, configKeys)
  throw new TameError('UNKNOWN_KEY', `There is no setting "${name}"`, {
    suggestions: [
      ...(closest === undefined ? [] : [`Did you mean "${closest}"?`]),
      `Known: ${configKeys.join(', ')}`,
    ],
    exitCode: ExitCode.misuse,
  })
}
