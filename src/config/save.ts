import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import {basename, dirname} from 'node:path'
import {setTimeout} from 'node:timers/promises'
import {ExitCode, TameError} from '../errors.js'
import {editText} from '../source/edit.js'
import {readConfigText} from './config-text.js'
import type {SettingValue} from './layer.js'
import {parseConfigText} from './parse-config.js'
import type {ConfigKey} from './schema.js'

/** Sets keys in a configuration file, or removes those that are null, and leaves the rest of it as it is. */
export async function saveConfig(
  file: string,
  changes: ReadonlyMap<ConfigKey, SettingValue | null>,
  home: string,
): Promise<void> {
  if (basename(file) === 'package.json') throw notHere(file)
  const lock = await acquireLock(file)
  try {
    const text = readConfigText(file)?.text ?? ''
    // What is there must be sound before it is touched, and what is written must be so afterwards.
    parseConfigText({file, text, at: []}, 'user', home)
    const edited = editText(text, changes)
    parseConfigText({file, text: edited, at: []}, 'user', home)
    lock.replace(edited)
  } finally {
    lock.release()
  }
}

interface Lock {
  /** Puts the text in the file's place, whole or not at all, readable by its owner only. */
  replace(text: string): void
  release(): void
}

const attempts = 100
const pauseMs = 20
const staleMs = 10_000

/** Takes turns with other processes; the lock is the file that will replace the old one. */
async function acquireLock(file: string): Promise<Lock> {
  const path = `${file}.lock`
  makeDirectory(file)
  for (let attempt = 0; attempt < attempts; attempt++) {
    const descriptor = tryToLock(path, file)
    if (descriptor !== undefined) return createLock(file, path, descriptor)
    await setTimeout(pauseMs)
  }
  throw locked(file, path)
}

/** Left by a process that was killed: no writing takes this long. */
function isStale(path: string): boolean {
  const changed = statSync(path, {throwIfNoEntry: false})?.mtimeMs
  return changed !== undefined && Date.now() - changed > staleMs
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

function createLock(file: string, path: string, descriptor: number): Lock {
  let replaced = false
  return {
    replace(text) {
      try {
        writeFileSync(descriptor, text)
        fsyncSync(descriptor)
        // One that was stopped for long may find another's lock in its place: that one's turn is not to be taken.
        if (statSync(path).ino !== fstatSync(descriptor).ino) throw locked(file, path)
        renameSync(path, file)
        replaced = true
      } catch (cause) {
        throw cause instanceof TameError ? cause : unwritable(file, cause)
      }
    },
    release() {
      closeSync(descriptor)
      // Once it has become the file, what is at its path may be the lock of the next in turn.
      if (!replaced) rmSync(path, {force: true})
    },
  }
}

const notHere = (file: string): TameError =>
  new TameError('CONFIG_UNWRITABLE', `tame does not write to ${file}`, {
    suggestions: ['Edit it by hand', 'tame config set <key> <value> --file .tamerc'],
    exitCode: ExitCode.misuse,
  })

const locked = (file: string, path: string): TameError =>
  new TameError('CONFIG_LOCKED', `Another tame is writing ${file}`, {
    suggestions: ['Try again', `Remove ${path} if no other tame is running`],
  })

function unwritable(file: string, cause: unknown): TameError {
  const {code = 'unknown'} = cause as NodeJS.ErrnoException
  const reason =
    {
      EACCES: 'permission denied',
      EEXIST: 'a file stands where its directory should be',
      EROFS: 'the file system is read-only',
      ENOSPC: 'the disk is full',
    }[code] ?? code
  return new TameError('CONFIG_UNWRITABLE', `Can't write ${file}: ${reason}`, {
    cause,
    suggestions: [`ls -ld ${dirname(file)}`, 'Name another file with --file'],
  })
}
