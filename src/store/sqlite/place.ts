import {closeSync, lstatSync, mkdirSync, openSync, type Stats, statSync} from 'node:fs'
import {dirname} from 'node:path'
import {quoted, storeFailure} from './errors.js'

const otherPlace = 'Name another place: tame config set store sqlite:PATH'

/** The file of a database, before SQLite touches it. Nothing when there is none yet. */
export function databaseFile(file: string): Stats | undefined {
  const state = asking(file, 'STORE_UNREADABLE', () => statSync(file, {throwIfNoEntry: false}))
  if (state?.isFile() === false)
    throw unreadable(file, state.isDirectory() ? 'it is a directory' : 'it is no regular file')
  return state
}

const unreadable = (file: string, why: string) =>
  storeFailure('STORE_UNREADABLE', `Can't open the database ${file}: ${why}`, [
    `ls -ld ${quoted(file)}`,
    otherPlace,
  ])

/**
 * An empty file that only its owner may read, in a directory likewise: SQLite gives the same rights to those it puts
 * beside. Never opened when it is there: closing it would take the locks from a connection of this process.
 */
export function createDatabaseFile(file: string): void {
  // What a link points to is not what was named, and nobody has seen that it is to be made.
  if (lstatSync(file, {throwIfNoEntry: false})?.isSymbolicLink())
    throw unreadable(file, 'it is a link to nothing')
  asking(file, 'STORE_READ_ONLY', () => {
    mkdirSync(dirname(file), {recursive: true, mode: 0o700})
    closeSync(openSync(file, 'wx', 0o600))
  })
}

function asking<Result>(file: string, refused: string, ask: () => Result): Result | undefined {
  try {
    return ask()
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? ''
    // Another process was faster.
    if (
      code === 'EEXIST' &&
      refused === 'STORE_READ_ONLY' &&
      statSync(file, {throwIfNoEntry: false})?.isFile()
    )
      return undefined
    const failure = placeFailures(refused)[code]
    if (failure === undefined) throw cause
    throw storeFailure(
      failure.code,
      `Can't ${refused === 'STORE_READ_ONLY' ? 'make' : 'open'} the database ${file}: ${failure.why}`,
      [`ls -ld ${quoted(dirname(file))}`, otherPlace],
      cause,
    )
  }
}

const placeFailures = (refused: string): Partial<Record<string, {code: string; why: string}>> => ({
  EACCES: {code: refused, why: 'permission denied'},
  EDQUOT: {code: 'STORE_FULL', why: 'no more space is granted to you'},
  EEXIST: {code: 'STORE_UNREADABLE', why: 'a file stands where its directory should be'},
  ELOOP: {code: 'STORE_UNREADABLE', why: 'it is a link to itself'},
  ENAMETOOLONG: {code: 'STORE_UNREADABLE', why: 'its name is too long'},
  ENOENT: {code: 'STORE_READ_ONLY', why: 'its directory can not be made'},
  ENOSPC: {code: 'STORE_FULL', why: 'the disk is full'},
  ENOTDIR: {code: 'STORE_UNREADABLE', why: 'a file stands where its directory should be'},
  EPERM: {code: refused, why: 'the system does not permit it'},
  EROFS: {code: 'STORE_READ_ONLY', why: 'the file system is read-only'},
})
