import {accessSync, constants} from 'node:fs'
import {join} from 'node:path'
// Not the package's entry: that one first reads, and runs, a configuration of its own from the current directory
// (`.config/config.js`), which a cloned repository could bring along.
import {ExplorerSync} from 'cosmiconfig/dist/ExplorerSync.js'
import {type ConfigText, unreadable} from './config-text.js'

/** In each directory, the first of these that is there. */
const projectPlaces = ['.tamerc', '.tame/config.yaml', 'tame.config.yaml', 'package.json']

/** The nearest project file among these directories, unread. */
export function findProjectFile(directories: readonly string[]): ConfigText | undefined {
  for (const directory of directories) {
    refuseUnreadable(directory)
    const found = explorer.search(directory)
    if (found !== null) return {file: found.filepath, ...(found.config ?? {text: '', at: []})}
  }
  return undefined
}

/** Loads nothing but text: what it means is for `readDocument` alone, so that no two parsers can differ. */
const explorer = new ExplorerSync({
  moduleName: 'tame',
  searchPlaces: projectPlaces,
  searchStrategy: 'none',
  loaders: {noExt: textOf, '.yaml': textOf, '.json': packageText},
  transform: (result: unknown) => result,
  ignoreEmptySearchPlaces: false,
  cache: false,
  metaConfigFilePath: null,
})

function textOf(_file: string, text: string): Pick<ConfigText, 'text' | 'at'> {
  return {text, at: []}
}

/** A `package.json` counts only when it has the key `tame`; one that can't be parsed might. */
function packageText(_file: string, text: string): {tame?: Pick<ConfigText, 'text' | 'at'>} {
  return mayHaveKey(text) ? {tame: {text, at: ['tame']}} : {}
}

function mayHaveKey(text: string): boolean {
  if (!text.includes('"tame"')) return false
  try {
    const content: unknown = JSON.parse(text)
    return typeof content === 'object' && content !== null && Object.hasOwn(content, 'tame')
  } catch {
    return true
  }
}

/** The search passes over a file that it may not read; what it says would be ignored. */
function refuseUnreadable(directory: string): void {
  for (const place of projectPlaces) refuseUnreadableFile(join(directory, place))
}

function refuseUnreadableFile(file: string): void {
  try {
    accessSync(file, constants.R_OK)
  } catch (cause) {
    const {code} = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return
    throw unreadable(file, cause)
  }
}
