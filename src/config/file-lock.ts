import {closeSync, fstatSync, mkdirSync, openSync, rmSync, statSync} from 'node:fs'
import {dirname} from 'node:path'
import {setTimeout} from 'node:timers/promises'
import {reasonOf} from '../disk/reasons.js'
import {replaceFile} from '../disk/replace-file.js'
import {TameError} from '../errors.js'

export interface FileLock {
  /** Puts the text in the file's place, whole or not at all, readable by its owner only. */
  replace(text: string): void
  release(): void
}

const attempts = 100
const pauseMs = 20
const staleMs = 10_000

/** Takes turns with other processes in writing a file, by one beside it. */
export async function acquireLock(file: string): Promise<FileLock> {
  const path = `${file}.lock`
  makeDirectory(file)
  for (let attempt = 0; attempt < attempts; attempt++) {
    const descriptor = tryToLock(path, file)
    if (descriptor !== undefined) return createLock(file, path, descriptor)
    await setTimeout(pauseMs)
  }
  throw locked(file, path)
}

function makeDirectory(file: string): void {
  try {
    mkdirSync(dirname(file), {recursive: true, mode: 0o700})
  } catch (cause) {
    throw unwritable(file, cause)
  }
}

function tryToLock(path: string, file: string): number | undefined {
  try {
    return openSync(path, 'wx', 0o600)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') {
      if (isStale(path)) rmSync(path, {force: true})
      return undefined
    }
    throw unwritable(file, cause)
  }
}

/** Left by a process that was killed: no writing takes this long. */
function isStale(path: string): boolean {
  const changed = statSync(path, {throwIfNoEntry: false})?.mtimeMs
  return changed !== undefined && Date.now() - changed > staleMs
}

function createLock(file: string, path: string, descriptor: number): FileLock {
  // One that was stopped for long may find another's lock in its place: that one's turn is not to be taken, nor ended.
  const isHeld = (): boolean => statSync(path, {throwIfNoEntry: false})?.ino === fstatSync(descriptor).ino
  const beforeRename = (): void => {
    if (!isHeld()) throw locked(file, path)
  }
  return {
    replace(text) {
      try {
        replaceFile(file, text, {mode: 0o600, beforeRename})
      } catch (cause) {
        throw cause instanceof TameError ? cause : unwritable(file, cause)
      }
    },
    release() {
      if (isHeld()) rmSync(path, {force: true})
      closeSync(descriptor)
    },
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
