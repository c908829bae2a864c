import type {Command} from '@oclif/core/command'
import {type Completion, candidate, descriptionOf} from './candidate.js'
import type {Flag} from './flags.js'
import type {Manifest} from './manifest.js'

type Argument = Command.Arg.Cached

/** What help calls a file, by the names it gives to values. */
const fileNames = /\b(FILES?|PATHS?|DIR|DIRECTORY)\b/i

/** What can follow a flag. `typed` is the beginning of it. */
export function flagValues(flag: Flag, typed: string): Completion {
  if (flag.type !== 'option') return []
  if (flag.options !== undefined) return flag.options.map((value) => candidate(value))
  if (flag.name === 'store') return storeValues(typed)
  const names = [flag.helpValue ?? flag.name].flat()
  return names.some((name) => fileNames.test(name)) ? {after: ''} : []
}

const sqlite = 'sqlite:'
const storeValues = (typed: string): Completion => (typed.startsWith(sqlite) ? {after: sqlite} : [])

/** The argument that stands after so many others. */
export function argumentAt(index: number, command: Command.Cached | undefined): Argument | undefined {
  const all = Object.values(command?.args ?? {})
  const several = all.findIndex(({multiple}) => multiple === true)
  return several !== -1 && index > several ? all[several] : all[index]
}

/** What an argument can be. `before` are the arguments that stand before it. */
export function argumentValues(
  command: Command.Cached | undefined,
  arg: Argument,
  typed: string,
  before: readonly string[],
  manifest: Manifest,
): Completion {
  if (arg.options !== undefined) return arg.options.map((value) => candidate(value))
  if (fileNames.test(arg.name)) return {after: ''}
  if (command?.id.startsWith('config:') !== true) return []
  if (arg.name === 'key') return settingNames(command, manifest)
  return arg.name === 'value' ? settingValues(command, before[0] ?? '', typed, manifest) : []
}

const settingNames = (command: Command.Cached, {settings}: Manifest): Completion =>
  Object.entries(settings).map(([key, choices]) =>
    candidate(key, descriptionOf(flagOf(key, command)) || choices.join(', ')),
  )

/** A setting can be what its flag can be, where it has one: a policy is a file in both places. */
function settingValues(
  command: Command.Cached,
  key: string,
  typed: string,
  {settings}: Manifest,
): Completion {
  const choices = Object.hasOwn(settings, key) ? (settings[key] ?? []) : []
  if (choices.length > 0) return choices.map((choice) => candidate(choice))
  const flag = flagOf(key, command)
  return flag === undefined ? [] : flagValues(flag, typed)
}

const flagOf = (key: string, {flags}: Command.Cached): Flag | undefined =>
  Object.values(flags).find(({name}) => name === key.replaceAll('_', '-'))
