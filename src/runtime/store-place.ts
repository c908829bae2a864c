import {existsSync} from 'node:fs'
import {dirname, join} from 'node:path'
import type {Surroundings} from '../config/layer.js'
import type {LoadedConfig} from '../config/load.js'
import {originText} from '../config/origin.js'
import {projectDirectories} from '../config/places.js'
import {distrustIn, projectRoot} from '../config/trust.js'
import {ExitCode, TameError} from '../errors.js'
import {stateDirectory} from './state-directory.js'

type Settings = Pick<LoadedConfig, 'values' | 'origins'>

/** The database file that the settings name; else the project's, if it has a `.tame` directory; else the user's. */
export function storeFile({values, origins}: Settings, here: Surroundings): string {
  const {store} = values
  if (store === null) return projectFile(here) ?? join(stateDirectory(here), 'tame.db')
  if (!store.startsWith('sqlite:')) throw notYet(store)
  const file = store.slice('sqlite:'.length)
  if (origins.store.kind === 'project')
    refuseUntrusted(file, `, which ${originText(origins.store)} names,`, here)
  return file
}

function projectFile(here: Surroundings): string | undefined {
  const directory = projectDirectories(here)
    .map((each) => join(each, '.tame'))
    .find((each) => existsSync(each))
  if (directory === undefined) return undefined
  const file = join(directory, 'tame.db')
  refuseUntrusted(file, '', here)
  return file
}

/** A project's text must not have calls recorded in, or read from, a database of the user's own or of a stranger. */
function refuseUntrusted(file: string, namedBy: string, here: Surroundings): void {
  const roots = [projectRoot(here)]
  const distrust = distrustIn(roots, nearestThere(file), here.owners)
  if (distrust === undefined) return
  throw new TameError('STORE_NOT_TRUSTED', `The database ${file}${namedBy} is not used: ${distrust}`, {
    suggestions: [`To use it all the same: --store sqlite:${file}`],
    exitCode: ExitCode.misuse,
  })
}

/** The file, or else the directory in which it would be made. */
function nearestThere(file: string): string {
  let path = file
  while (!existsSync(path) && dirname(path) !== path) path = dirname(path)
  return path
}

const notYet = (store: string): TameError =>
  new TameError(
    'STORE_UNSUPPORTED',
    `This version of tame can’t keep its record in ${store.split(':')[0]} yet`,
    {
      suggestions: ['tame config set store sqlite:PATH'],
      exitCode: ExitCode.misuse,
    },
  )
