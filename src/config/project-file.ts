import {join} from 'node:path'
// Not the package's entry: that one first reads, and runs, a configuration of its own from the current directory
// (`.config/config.js`), which a cloned repository could bring along.
import {ExplorerSync} from 'cosmiconfig/dist/ExplorerSync.js'
import {type ConfigText, checkReadable, readConfigText} from './config-text.js'
import type {Surroundings} from './layer.js'
import {projectPlaces} from './places.js'
import {distrustIn} from './trust.js'

/** The project's file, unread; and those that were passed over, for a person to know. */
export interface ProjectFile {
  found?: ConfigText | undefined
  warnings: string[]
}

/** The nearest project file among these directories, of which the last is the project's root. */
export function findProjectFile(directories: readonly string[], owners: Surroundings['owners']): ProjectFile {
  const warnings: string[] = []
  for (const directory of directories) {
    // The search passes over what it may not read, and would wait for a pipe, or for the end of a device.
    const isThere = projectPlaces.map((place) => checkReadable(join(directory, place)))
    const found = isThere.includes(true) ? explorer.search(directory) : null
    if (found === null) continue
    const distrust = distrustIn([directories.at(-1) ?? directory], found.filepath, owners)
    if (distrust === undefined) return {found: readConfigText(found.filepath), warnings}
    warnings.push(
      `${found.filepath} is not read: ${distrust}. To use it all the same: --config ${found.filepath}`,
    )
  }
  return {warnings}
}

/**
 * Finds, and says no more than that there is something: it would take bytes that are no text for some, and what a text
 * means is for `readDocument` alone, so that no two parsers can differ.
 */
const explorer = new ExplorerSync({
  moduleName: 'tame',
  searchPlaces: projectPlaces,
  searchStrategy: 'none',
  loaders: {noExt: () => ({}), '.yaml': () => ({}), '.json': packageContent},
  transform: (result: unknown) => result,
  ignoreEmptySearchPlaces: false,
  cache: false,
  metaConfigFilePath: null,
})

/** A `package.json` counts only when it has the key `tame`; one that can't be parsed might. */
function packageContent(_file: string, text: string): {tame?: object} {
  return mayHaveKey(text) ? {tame: {}} : {}
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
