import {closeSync, openSync, readFileSync, statSync} from 'node:fs'
import {basename} from 'node:path'
import {ExitCode, TameError} from '../errors.js'

/** A configuration file as it was read. */
export interface ConfigText {
  file: string
  text: string
  /** Where in it the settings are: in a `package.json`, under `tame`. */
  at: readonly string[]
}

const mostBytes = 2 ** 20

/** The file at a path, or nothing when there is none. */
export function readConfigText(file: string): ConfigText | undefined {
  if (!checkReadable(file)) return undefined
  try {
    return {file, text: readFileSync(file, 'utf8'), at: basename(file) === 'package.json' ? ['tame'] : []}
  } catch (cause) {
    throw unreadable(file, cause)
  }
}

/** Whether a file is there; throws when it is, but is nothing that can be read to its end. */
export function checkReadable(file: string): boolean {
  try {
    const state = statSync(file)
    if (state.isDirectory()) throw Object.assign(new Error(), {code: 'EISDIR'})
    if (!state.isFile()) throw Object.assign(new Error(), {code: 'EINVAL'})
    if (state.size > mostBytes) throw Object.assign(new Error(), {code: 'EFBIG'})
    // Not `access`, which answers for who started the program, not for whom it runs as.
    closeSync(openSync(file, 'r'))
    return true
  } catch (cause) {
    const {code} = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return false
    throw unreadable(file, cause)
  }
}

function unreadable(file: string, cause: unknown): TameError {
  const {code = ''} = cause as NodeJS.ErrnoException
  return new TameError(
    'CONFIG_UNREADABLE',
    `Can't read the configuration file ${file}: ${reasons[code] ?? code}`,
    {
      cause,
      suggestions: [`ls -ld ${file}`],
      exitCode: ExitCode.misuse,
    },
  )
}

export const missing = (path: string): TameError =>
  new TameError('CONFIG_MISSING', `There is no configuration file ${path}`, {
    suggestions: [`tame config save --file ${path}`, 'tame config path'],
    exitCode: ExitCode.misuse,
  })

const reasons: Partial<Record<string, string>> = {
  EACCES: 'permission denied',
  EFBIG: 'it is larger than 1 MiB',
  EINVAL: 'it is no regular file',
  EISDIR: 'it is a directory',
  ELOOP: 'it is a link to itself',
}
