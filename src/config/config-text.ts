import {readFileSync} from 'node:fs'
import {basename} from 'node:path'
import {ExitCode, TameError} from '../errors.js'

/** A configuration file as it was read. */
export interface ConfigText {
  file: string
  text: string
  /** Where in it the settings are: in a `package.json`, under `tame`. */
  at: readonly string[]
}

/** The file at a path, or nothing when there is none. */
export function readConfigText(file: string): ConfigText | undefined {
  try {
    return {file, text: readFileSync(file, 'utf8'), at: basename(file) === 'package.json' ? ['tame'] : []}
  } catch (cause) {
    const {code} = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw unreadable(file, cause)
  }
}

export function unreadable(file: string, cause: unknown): TameError {
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
  EISDIR: 'it is a directory',
  ELOOP: 'it is a link to itself',
}
