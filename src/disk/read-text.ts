import {closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync} from 'node:fs'
import {ExitCode, TameError} from '../errors.js'
import {reasonOf} from './reasons.js'
import {mostBytes, type TextKind, tooLarge, utf8Text} from './utf8.js'

/** The text of a file, byte for byte; nothing when there is none. It is a file that ends, and no longer than 1 MiB. */
export function readText(file: string, kind: TextKind): string | undefined {
  const bytes = withFile(file, kind, firstBytes)
  if (bytes === undefined) return undefined
  const subject = `The ${kind.name} ${file}`
  if (bytes.length > mostBytes) throw tooLarge(subject, kind.prefix)
  return utf8Text(bytes, subject, kind.prefix)
}

/** Whether a file is there; throws when it is, but is nothing that can be read to its end. */
export function checkText(file: string, kind: TextKind): boolean {
  const size = withFile(file, kind, (descriptor) => fstatSync(descriptor).size)
  if (size === undefined) return false
  if (size > mostBytes) throw tooLarge(`The ${kind.name} ${file}`, kind.prefix)
  return true
}

function withFile<Result>(
  file: string,
  kind: TextKind,
  read: (descriptor: number) => Result,
): Result | undefined {
  try {
    return readRegular(file, read)
  } catch (cause) {
    const {code} = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw unreadable(file, kind, cause)
  }
}

// A pipe that nobody writes to would hold up the opening itself; a terminal would become ours.
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0)

function readRegular<Result>(file: string, read: (descriptor: number) => Result): Result | undefined {
  // Some devices act on being opened: a watchdog begins to count. What was opened is asked again: it may be another file.
  const state = statSync(file, {throwIfNoEntry: false})
  if (state === undefined) return undefined
  refuseIrregular(state)
  const descriptor = openSync(file, openFlags)
  try {
    refuseIrregular(fstatSync(descriptor))
    return read(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function refuseIrregular(state: Stats): void {
  if (state.isFile()) return
  const code = state.isDirectory() ? 'EISDIR' : 'EINVAL'
  throw Object.assign(new Error(`${code}: no regular file`), {code})
}

/** No more than shows that there is too much: a file's size is no promise, and those of /proc have none. */
function firstBytes(descriptor: number): Buffer {
  const chunks: Buffer[] = []
  for (let size = 0; size <= mostBytes; ) {
    const chunk = Buffer.allocUnsafe(64 * 1024)
    const length = readSync(descriptor, chunk)
    if (length === 0) break
    chunks.push(chunk.subarray(0, length))
    size += length
  }
  return Buffer.concat(chunks)
}

function unreadable(file: string, {name, prefix}: TextKind, cause: unknown): TameError {
  return new TameError(`${prefix}_UNREADABLE`, `Can't read the ${name} ${file}: ${reasonOf(cause)}`, {
    cause,
    suggestions: [wayOut(file, prefix, (cause as NodeJS.ErrnoException).code)],
    exitCode: ExitCode.misuse,
  })
}

function wayOut(file: string, prefix: TextKind['prefix'], code: string | undefined): string {
  if (code === 'EISDIR') return 'Name a file in it'
  return code === 'EINVAL' && prefix === 'INPUT' ? 'Send it to stdin, and name it -' : `ls -ld ${file}`
}
