import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Command} from '@oclif/core/command'
import {TameError} from '../errors.js'
import type {Flag} from './flags.js'

/** What the build wrote down of every command, so that help and start-up need not load them. */
export interface Manifest {
  version: string
  description: string
  commands: Record<string, Command.Cached>
  /** Each setting with the words that it can be set to; none where any text will do. */
  settings: Record<string, readonly string[]>
}

/** As it lies on disk: most flags are those of every command, and stand there once. */
interface WrittenManifest extends Omit<Manifest, 'commands'> {
  flags: readonly Flag[]
  commands: Record<string, WrittenCommand>
}

type WrittenCommand = Omit<Command.Cached, 'flags'> & {flags: Record<string, number | Flag>}

export function readManifest(root: string): Manifest {
  const file = join(root, 'dist', 'manifest.json')
  try {
    return asRead(JSON.parse(readFileSync(file, 'utf8')) as WrittenManifest)
  } catch (cause) {
    throw new TameError('NOT_BUILT', `tame is not built whole: ${file} can't be read`, {
      cause,
      suggestions: ['npm run build', 'npm ci'],
    })
  }
}

/** In place: to build each command anew would fill the memory at every start. */
function asRead({flags: all, ...manifest}: WrittenManifest): Manifest {
  for (const {flags} of Object.values(manifest.commands))
    for (const name of Object.keys(flags)) flags[name] = flagAt(all, flags[name])
  return manifest as Manifest
}

function flagAt(all: readonly Flag[], place: unknown): Flag {
  const flag = typeof place === 'number' ? all[place] : undefined
  if (flag === undefined) throw new RangeError(`there is no flag ${place}`)
  return flag
}
