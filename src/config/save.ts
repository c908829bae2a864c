import {basename} from 'node:path'
import {ExitCode, TameError} from '../errors.js'
import {editText} from '../source/edit.js'
import {readConfigText} from './config-text.js'
import {acquireLock} from './file-lock.js'
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

const notHere = (file: string): TameError =>
  new TameError('CONFIG_UNWRITABLE', `tame does not write to ${file}`, {
    suggestions: ['Edit it by hand', 'tame config set <key> <value> --file .tamerc'],
    exitCode: ExitCode.misuse,
  })
