import {realpathSync, statSync} from 'node:fs'
import {isAbsolute, join, relative} from 'node:path'
// Not the package's entry: that one first reads, and runs, a configuration of its own from the current directory
// (`.config/config.js`), which a cloned repository could bring along.
import {ExplorerSync} from 'cosmiconfig/dist/ExplorerSync.js'
import {type ConfigText, checkReadable} from './config-text.js'
import type {Surroundings} from './layer.js'
import {projectPlaces} from './places.js'

/** The project's file, unread; and those that were passed over, for a person to know. */
export interface ProjectFile {
  found?: ConfigText
  warnings: string[]
}

/** The nearest project file among these directories, of which the last is the project's root. */
export function findProjectFile(directories: readonly string[], owners: Surroundings['owners']): ProjectFile {
  const warnings: string[] = []
  for (const directory of directories) {
    // The search passes over what it may not read, and would wait for a pipe, or for the end of a device.
    for (const place of projectPlaces) checkReadable(join(directory, place))
    const found = explorer.search(directory)
    if (found === null) continue
    const distrust = distrustOf(found.filepath, directories.at(-1) ?? directory, owners)
    if (distrust === undefined)
      return {found: {file: found.filepath, ...(found.config ?? {text: '', at: []})}, warnings}
    warnings.push(
      `${found.filepath} is not read: ${distrust}. To use it all the same: --config ${found.filepath}`,
    )
  }
  return {warnings}
}

/** Why a project's file is nobody's that we know; nothing when it is ours, or came with the repository. */
function distrustOf(file: string, root: string, owners: Surroundings['owners']): string | undefined {
  const target = realpathSync(file)
  const fromRoot = relative(realpathSync(root), target)
  if (fromRoot.startsWith('..') || isAbsolute(fromRoot)) return `it leads out of the project, to ${target}`
  const isOurs = owners === undefined || owners.includes(statSync(target).uid)
  return isOurs ? undefined : 'it belongs to another user of this machine'
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
