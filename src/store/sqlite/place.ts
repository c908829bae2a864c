import {closeSync, mkdirSync, openSync, type Stats, statSync} from 'node:fs'
import {dirname} from 'node:path'
import {quoted, storeFailure} from './errors.js'

/** The file of a database, before SQLite touches it. Nothing when there is none yet. */
export function findDatabaseFile(file: string): Stats | undefined {
  const state = asking(file, () => statSync(file, {throwIfNoEntry: false}))
  if (state?.isFile() === false)
    throw storeFailure(
      'STORE_UNREADABLE',
      `Can't open the database ${file}: it is ${state.isDirectory() ? 'a directory' : 'no regular file'}`,
      [`ls -ld ${quoted(file)}`, 'Name a file: tame config set store sqlite:PATH'],
    )
  return state
}

/** An empty file that only its owner may read, in a directory likewise: SQLite gives the same rights to those it puts beside. */
export function createDatabaseFile(file: string): void {
  asking(file, () => {
    mkdirSync(dirname(file), {recursive: true, mode: 0o700})
    try {
      closeSync(openSync(file, 'wx', 0o600))
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
    }
  })
}

function asking<Result>(file: string, ask: () => Result): Result {
  try {
    return ask()
  } catch (cause) {
    throw placeFailure(file, cause)
  }
}

const failures: Partial<Record<string, {code: string; why: string}>> = {
  EACCES: {code: 'STORE_UNREADABLE', why: 'permission denied'},
  EDQUOT: {code: 'STORE_FULL', why: 'no more space is granted to you'},
  EEXIST: {code: 'STORE_UNREADABLE', why: 'a file stands where its directory should be'},
  ELOOP: {code: 'STORE_UNREADABLE', why: 'it is a link to itself'},
  ENAMETOOLONG: {code: 'STORE_UNREADABLE', why: 'its name is too long'},
  ENOSPC: {code: 'STORE_FULL', why: 'the disk is full'},
  ENOTDIR: {code: 'STORE_UNREADABLE', why: 'a file stands where its directory should be'},
  EPERM: {code: 'STORE_READ_ONLY', why: 'the system does not permit it'},
  EROFS: {code: 'STORE_READ_ONLY', why: 'the file system is read-only'},
}

function placeFailure(file: string, cause: unknown): unknown {
  const failure = failures[(cause as NodeJS.ErrnoException).code ?? '']
  if (failure === undefined) return cause
  return storeFailure(
    failure.code,
    `Can't open the database ${file}: ${failure.why}`,
    [`ls -ld ${quoted(dirname(file))}`, 'Name another place: tame config set store sqlite:PATH'],
    cause,
  )
}
