import {closeSync, lstatSync, mkdirSync, openSync, type Stats, statSync} from 'node:fs'
import {dirname} from 'node:path'
import {quoted, storeFailure} from './errors.js'

const otherPlace = 'Name another place: tame config set store sqlite:PATH'

/** The file of a database, before SQLite touches it. Nothing when there is none yet. */
export function databaseFile(file: string): Stats | undefined {
  const state = attempting(opening, file, () => stateOf(file))
  if (state?.isFile() === false)
    throw unreadable(file, state.isDirectory() ? 'it is a directory' : 'it is no regular file')
  return state
}

const unreadable = (file: string, why: string) =>
  storeFailure('STORE_UNREADABLE', `Can't open the database ${file}: ${why}`, [
    `ls -ld ${quoted(file)}`,
    otherPlace,
  ])

/** Nothing where it can't be, either: Node 22 says so by itself, Node 20 throws. */
function stateOf(file: string): Stats | undefined {
  try {
    return statSync(file, {throwIfNoEntry: false})
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined
    throw cause
  }
}

/**
 * An empty file that only its owner may read, in a directory likewise: SQLite gives the same rights to those it puts
 * beside. Never opened when it is there: closing it would take the locks from a connection of this process.
 */
export function createDatabaseFile(file: string): void {
  attempting(making, file, () => {
    mkdirSync(dirname(file), {recursive: true, mode: 0o700})
    // What a link points to is not what was named, and nobody has seen that it is to be made.
    if (lstatSync(file, {throwIfNoEntry: false})?.isSymbolicLink())
      throw unreadable(file, 'it is a link to nothing')
    makeFile(file)
  })
}

function makeFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch (cause) {
    // Another process was faster, and made the same.
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
  }
}

interface Attempt {
  readonly verb: string
  /** The code of an error when the rights are missing. */
  readonly refused: string
}

const opening: Attempt = {verb: 'open', refused: 'STORE_UNREADABLE'}
const making: Attempt = {verb: 'make', refused: 'STORE_READ_ONLY'}

function attempting<Result>({verb, refused}: Attempt, file: string, act: () => Result): Result {
  try {
    return act()
  } catch (cause) {
    const failure = placeFailures(refused)[(cause as NodeJS.ErrnoException).code ?? '']
    if (failure === undefined) throw cause
    throw storeFailure(
      failure.code,
      `Can't ${verb} the database ${file}: ${failure.why}`,
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
