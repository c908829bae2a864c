import {basename} from 'node:path'
import {checkText, readText} from '../disk/read-text.js'
import type {TextKind} from '../disk/utf8.js'
import {ExitCode, TameError} from '../errors.js'

/** A configuration file as it was read. */
export interface ConfigText {
  file: string
  text: string
  /** Where in it the settings are: in a `package.json`, under `tame`. */
  at: readonly string[]
}

const kind: TextKind = {name: 'configuration file', prefix: 'CONFIG'}

/** The file at a path, or nothing when there is none. */
export function readConfigText(file: string): ConfigText | undefined {
  const text = readText(file, kind)
  return text === undefined ? undefined : {file, text, at: basename(file) === 'package.json' ? ['tame'] : []}
}

/** Whether a file is there; throws when it is, but is nothing that can be read to its end. */
export const checkReadable = (file: string): boolean => checkText(file, kind)

export const missing = (path: string): TameError =>
  new TameError('CONFIG_MISSING', `There is no configuration file ${path}`, {
    suggestions: [`tame config save --file ${path}`, 'tame config path'],
    exitCode: ExitCode.misuse,
  })
