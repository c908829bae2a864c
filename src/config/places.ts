import {existsSync, realpathSync} from 'node:fs'
import {dirname, isAbsolute, join} from 'node:path'
import type {Surroundings} from './layer.js'

/** In each directory of a project, the first of these that is there is its configuration. */
export const projectPlaces = ['.tamerc', join('.tame', 'config.yaml'), 'tame.config.yaml', 'package.json']

/** The user's own file. */
export function userFile({home, env}: Surroundings): string {
  const configHome = env['XDG_CONFIG_HOME']
  // A relative XDG directory would make the file depend on where tame is started: the standard says to ignore it.
  const base = configHome !== undefined && isAbsolute(configHome) ? configHome : join(home, '.config')
  return join(base, 'tame', 'config.yaml')
}

/** Where the Python command line kept it. */
export const legacyFile = ({home}: Surroundings): string => join(home, '.tame', 'config.yaml')

/**
 * The directories that may hold the project's file, nearest first: up to the repository's root, or only the current
 * one when it lies in no repository. A file further up (in `/tmp`, say) could be anybody's. The home directory is no
 * project: its `.tame/config.yaml` is the user's.
 */
export function projectDirectories({cwd, home}: Surroundings): string[] {
  const chain = [...ancestors(cwd)]
  const root = chain.findIndex((directory) => existsSync(join(directory, '.git')))
  const own = real(home)
  return chain.slice(0, root === -1 ? 1 : root + 1).filter((directory) => real(directory) !== own)
}

function* ancestors(directory: string): Generator<string> {
  yield directory
  const parent = dirname(directory)
  if (parent !== directory) yield* ancestors(parent)
}

/** A home with a slash at its end, or behind a link, is still the same directory. */
function real(directory: string): string {
  try {
    return realpathSync(directory)
  } catch {
    return directory
  }
}
