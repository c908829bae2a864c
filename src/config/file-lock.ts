import {mkdirSync} from 'node:fs'
import {dirname} from 'node:path'
import {setTimeout} from 'node:timers/promises'
import {type LockFile, takeLockFile} from '../disk/lock-file.js'
import {reasonOf} from '../disk/reasons.js'
import {replaceFile} from '../disk/replace-file.js'
import {TameError} from '../errors.js'

export interface FileLock {
  /** Puts the text in the file's place, whole or not at all, readable by its owner only. */
  replace(text: string): void
  release(): void
}

const patienceMs = 2000
const longestPauseMs = 20

/** Takes turns with other processes in writing a file, by one beside it. */
export async function acquireLock(file: string): Promise<FileLock> {
  const path = `${file}.lock`
  makeDirectory(file)
  for (let attempt = 0, start = 0; ; attempt++) {
    const lock = tryToLock(path, file)
    if (lock !== undefined) return createLock(file, path, lock)
    if (attempt === 0) start = performance.now()
    else if (performance.now() - start > patienceMs) throw locked(file, path)
    // Not at regular times: two who wait would always meet each other. Most turns take a few milliseconds.
    await setTimeout(1 + Math.random() * Math.min(attempt, longestPauseMs))
  }
}

function makeDirectory(file: string): void {
  try {
    mkdirSync(dirname(file), {recursive: true, mode: 0o700})
  } catch (cause) {
    throw unwritable(file, cause)
  }
}

function tryToLock(path: string, file: string): LockFile | undefined {
  try {
    return takeLockFile(path)
  } catch (cause) {
    throw unwritable(file, cause)
  }
}

function createLock(file: string, path: string, lock: LockFile): FileLock {
  // One that was stopped for long may find another's lock in its place: that one's turn is not to be taken, nor ended.
  const beforeRename = (): void => {
    if (!lock.isHeld()) throw locked(file, path)
  }
  return {
    replace(text) {
      try {
        replaceFile(file, text, {mode: 0o600, beforeRename})
      } catch (cause) {
        throw cause instanceof TameError ? cause : unwritable(file, cause)
      }
    },
    release: () => lock.release(),
  }
}

const locked = (file: string, path: string): TameError =>
  new TameError('CONFIG_LOCKED', `Another tame is writing ${file}`, {
    suggestions: ['Try again', `Remove ${path} if no other tame is running`],
  })

const unwritable = (file: string, cause: unknown): TameError =>
  new TameError('CONFIG_UNWRITABLE', `Can't write ${file}: ${reasonOf(cause)}`, {
    cause,
    suggestions: [`ls -ld ${dirname(file)}`, 'Name another file with --file'],
  })
