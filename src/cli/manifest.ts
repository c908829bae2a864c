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

type WrittenCommand = Omit<Command.Cached, 'flags'> & {flags: Record<string, number>}

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

function asRead({flags: all, commands, ...about}: WrittenManifest): Manifest {
  const withFlags = (command: WrittenCommand): Command.Cached =>
    ({...command, flags: mapped(command.flags, (place) => flagAt(all, place))}) as Command.Cached
  return {...about, commands: mapped(commands, withFlags)}
}

function flagAt(all: readonly Flag[], place: number): Flag {
  const flag = all[place]
  if (flag === undefined) throw new RangeError(`there is no flag ${place}`)
  return flag
}

function mapped<From, To>(
  values: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]))
}
