import {ExitCode, TameError} from '../../errors.js'

/** Primary result codes of SQLite; the rest of a code only says where it happened. */
const resultCode = {
  permission: 3,
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  notDatabase: 26,
} as const

/** A code of none of its failures, in whole or in part. */
const notFromSqlite = 0

interface Failure {
  code: string
  what: (file: string) => string
  wayOut: (file: string) => readonly string[]
}

/** Codes that say more than their primary one. */
const ioError = {write: 778, shareMemory: 4874} as const

/** SQLite calls a disk full only where the system does; a quota or a limit is a failure to it. */
const takesNoMore: Failure = {
  code: 'STORE_FULL',
  what: (file) =>
    `Can't write to the database ${file}: a quota or a limit on the size of files is reached, or the disk fails`,
  wayOut: (file) => [
    'ulimit -f',
    `df -h ${quoted(file)}`,
    'Make room, then try again: nothing that was recorded is lost',
  ],
}

const failures: Partial<Record<number, Failure>> = {
  [ioError.write]: takesNoMore,
  [ioError.shareMemory]: takesNoMore,
  [resultCode.permission]: readOnly('the system does not permit it'),
  [resultCode.busy]: locked(),
  [resultCode.locked]: locked(),
  [resultCode.readOnly]: readOnly('it, or the directory it is in, is read-only'),
  [resultCode.ioError]: {
    code: 'STORE_FAILED',
    what: (file) => `The disk fails at the database ${file}`,
    wayOut: (file) => [`ls -l ${quoted(file)}*`, 'Look at the messages of the system: dmesg'],
  },
  [resultCode.corrupt]: {
    code: 'STORE_CORRUPT',
    what: (file) => `The database ${file} is damaged`,
    wayOut: (file) => [
      `Move it and its -wal and -shm files away: mv ${quoted(file)} ${quoted(`${file}.damaged`)}`,
      'Put a copy in its place; tame audit verify tells whether it is whole',
    ],
  },
  [resultCode.full]: {
    code: 'STORE_FULL',
    what: (file) => `Can't write to the database ${file}: the disk is full`,
    wayOut: (file) => [
      `df -h ${quoted(file)}`,
      'Make room, then try again: nothing that was recorded is lost',
    ],
  },
  [resultCode.cantOpen]: {
    code: 'STORE_UNREADABLE',
    what: (file) => `Can't open the database ${file}`,
    wayOut: (file) => [`ls -ld ${quoted(file)}`],
  },
  [resultCode.notDatabase]: {
    code: 'STORE_CORRUPT',
    what: (file) => `${file} is not a database of tame, or its beginning is damaged`,
    wayOut: (file) => [`file ${quoted(file)}`, 'Name another place: tame config set store sqlite:PATH'],
  },
}

function readOnly(why: string): Failure {
  return {
    code: 'STORE_READ_ONLY',
    what: (file) => `Can't write to the database ${file}: ${why}`,
    wayOut: (file) => [`ls -ld ${quoted(file)}`, 'Name another place: tame config set store sqlite:PATH'],
  }
}

function locked(): Failure {
  return {
    code: 'STORE_LOCKED',
    what: (file) => `The database ${file} is locked: another process has been writing to it for too long`,
    wayOut: (file) => [`See who has it open: lsof ${quoted(file)}`, 'Try again'],
  }
}

/** For the shell: what a person copies must not end at a blank. */
export const quoted = (file: string): string =>
  /^[\w./:@%+-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`

/** What tame can't have written. */
const changed = (what: string, ...wayOut: readonly string[]): Failure => ({
  code: 'STORE_CORRUPT',
  what: (file) => `The database ${file} has ${what} in it that tame never wrote: somebody has changed it`,
  wayOut: () => wayOut,
})

/** That no JavaScript can hold: nothing can look further. */
const strangeNumber = changed('a number', 'Leave it as it is, and put a copy from before in its place')
const strangeText = changed(
  'a text',
  'See what else was changed: tame audit verify',
  'Leave it as it is, and put a copy from before in its place',
)

/** Where something is missing in what a row says, or its text is no JSON. */
export const changedText = (file: string, cause?: unknown): TameError =>
  storeFailure(strangeText.code, strangeText.what(file), strangeText.wayOut(file), cause)

/** What SQLite says, as a failure of this database; what it did not say is passed on as it is. */
export function storeError(cause: unknown, file: string): unknown {
  const failure = failureOf(cause)
  if (failure === undefined) return cause
  return storeFailure(failure.code, failure.what(file), failure.wayOut(file), cause)
}

export const storeFailure = (
  code: string,
  message: string,
  suggestions: readonly string[],
  cause?: unknown,
): TameError =>
  new TameError(code, message, {
    suggestions,
    exitCode: ExitCode.unreachable,
    ...(cause === undefined ? {} : {cause}),
  })

/** Whether another attempt may find what this one did not. */
export const isLocked = (cause: unknown): boolean =>
  cause instanceof TameError && cause.code === 'STORE_LOCKED'

function failureOf(cause: unknown): Failure | undefined {
  if ((cause as {code?: unknown}).code === 'ERR_OUT_OF_RANGE') return strangeNumber
  // SQLite has no code of its own for that.
  if (cause instanceof Error && cause.message.includes('malformed JSON')) return strangeText
  const code = resultCodeOf(cause)
  return failures[code] ?? failures[code & 0xff]
}

function resultCodeOf(cause: unknown): number {
  const {errcode} = cause as {errcode?: unknown}
  return typeof errcode === 'number' ? errcode : notFromSqlite
}
