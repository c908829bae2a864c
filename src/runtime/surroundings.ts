import {homedir, userInfo} from 'node:os'
import {isAbsolute} from 'node:path'
import type {Surroundings} from '../config/layer.js'
import {TameError} from '../errors.js'

/** The process tame runs in, as the configuration sees it. */
export function processSurroundings(): Surroundings {
  return {cwd: currentDirectory(), home: homeDirectory(), env: process.env, owners: trustedOwners()}
}

function currentDirectory(): string {
  try {
    return process.cwd()
  } catch (cause) {
    throw new TameError('NO_DIRECTORY', 'The current directory does not exist any more', {
      cause,
      suggestions: ['cd ~'],
    })
  }
}

/** A HOME that is empty or relative would make any directory the user's own, and a repository in it trusted. */
export function homeDirectory(): string {
  const found = directoryFrom(homedir) ?? directoryFrom(() => userInfo().homedir)
  if (found !== undefined) return found
  throw new TameError('NO_HOME', 'There is no home directory: HOME is not an absolute path', {
    suggestions: ['export HOME=/path/to/your/home'],
  })
}

function directoryFrom(ask: () => string): string | undefined {
  try {
    const directory = ask()
    return isAbsolute(directory) ? directory : undefined
  } catch {
    return undefined
  }
}

function trustedOwners(): readonly number[] | undefined {
  if (process.getuid === undefined) return undefined
  const invoker = process.env['SUDO_UID']
  return [0, process.getuid(), ...(invoker === undefined ? [] : [Number(invoker)])]
}
