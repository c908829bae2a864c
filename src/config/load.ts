import {resolve} from 'node:path'
import {type ConfigText, missing, readConfigText} from './config-text.js'
import type {Layer, Surroundings} from './layer.js'
import type {OriginKind} from './origin.js'
import {legacyFile, projectDirectories, userFile} from './places.js'
import {findProjectFile} from './project-file.js'
import {type ResolvedConfig, resolveConfig} from './resolve.js'
import {mistypedVariables, setsAnything} from './variables.js'

/** A file that was looked for, strongest first. */
export interface ConfigPlace {
  kind: OriginKind
  path: string
  exists: boolean
}

export interface LoadedConfig extends ResolvedConfig {
  /** What each place said, the strongest first. */
  layers: readonly Layer[]
  places: readonly ConfigPlace[]
  /** Things a person should know that are no errors. */
  warnings: readonly string[]
}

/** The configuration in force here, for these flags and, if one was named, this file. */
export async function loadConfig(
  surroundings: Surroundings,
  flags: Layer,
  named?: string,
): Promise<LoadedConfig> {
  const {files, warnings} = findFiles(surroundings, named)
  const layers = [flags, ...(await environmentLayer(surroundings)), ...(await layersOf(files, surroundings))]
  const resolved = resolveConfig(layers)
  return {
    ...resolved,
    layers,
    places: files.map(placeOf),
    warnings: [...mistypedVariables(surroundings.env), ...warnings, ...resolved.refusals],
  }
}

/** What checks a value is loaded when there is one to check. */
async function environmentLayer(surroundings: Surroundings): Promise<Layer[]> {
  if (!setsAnything(surroundings.env)) return []
  const {readEnvironment} = await import('./environment.js')
  return readEnvironment(surroundings)
}

/** The YAML parser costs a quarter of the start-up: it is loaded when there is something to parse. */
async function layersOf(files: readonly FoundFile[], {home}: Surroundings): Promise<Layer[]> {
  const there = files.flatMap(({kind, found}) => (found === undefined ? [] : [{kind, found}]))
  if (there.length === 0) return []
  if (there.every(({found}) => saysNothing(found.text)))
    return there.map(({kind}) => ({kind, settings: new Map()}))
  const {parseConfigText} = await import('./parse-config.js')
  return there.map(({kind, found}) => parseConfigText(found, kind, home))
}

/** As what `tame init` writes, until somebody takes a setting out of its comment. */
const saysNothing = (text: string): boolean =>
  text.split('\n').every((line) => /^ *(#[\t -~]*)?\r?$/.test(line))

/** The files of the configuration, without a look at what they say: what `config path` needs on a bad day. */
export function configPlaces(surroundings: Surroundings, named?: string): ConfigPlace[] {
  return findFiles(surroundings, named).files.map(placeOf)
}

interface FoundFile {
  kind: OriginKind
  path: string
  found: ConfigText | undefined
}

function findFiles(
  surroundings: Surroundings,
  named: string | undefined,
): {files: FoundFile[]; warnings: string[]} {
  const {found: project, warnings} = findProjectFile(projectDirectories(surroundings), surroundings.owners)
  const files = [
    ...(named === undefined ? [] : [namedFile(resolve(surroundings.cwd, named))]),
    ...(project === undefined ? [] : [{kind: 'project', path: project.file, found: project} as const]),
    fileAt('user', userFile(surroundings)),
    fileAt('legacy', legacyFile(surroundings)),
  ]
  return {files, warnings}
}

const fileAt = (kind: OriginKind, path: string): FoundFile => ({kind, path, found: readConfigText(path)})

function namedFile(path: string): FoundFile {
  const file = fileAt('config', path)
  if (file.found !== undefined) return file
  throw missing(path)
}

const placeOf = ({kind, path, found}: FoundFile): ConfigPlace => ({kind, path, exists: found !== undefined})
