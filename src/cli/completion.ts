import {type Candidate, type Completion, candidate, descriptionOf, isFileExpected} from './candidate.js'
import {type Commands, childrenOf, commandWords} from './command-line.js'
import {type Flag, longSpellings, typedFlag} from './flags.js'
import type {Manifest} from './manifest.js'
import {findPlace, type Given, type Place} from './place.js'
import {topics} from './topics.js'
import {argumentAt, argumentValues, flagValues} from './values.js'

/**
 * What may stand at the cursor. `words` are those after `tame` up to the cursor; the last, perhaps empty, is the one
 * to be completed. Candidates need not begin with it: each shell has its own way of matching.
 */
export function complete(words: readonly string[], manifest: Manifest): Completion {
  const word = words.at(-1) ?? ''
  const place = findPlace(words.slice(0, -1), manifest.commands)
  const {awaiting, greedy, flagsEnded} = place.given
  const mayBeFlag = !flagsEnded && word.startsWith('-')
  if (awaiting !== undefined) return flagValues(awaiting, word)
  if (mayBeFlag) return word.includes('=') ? valueAfterEquals(word, place) : flagCandidates(place)
  if (greedy !== undefined && !flagsEnded) return flagValues(greedy, word)
  return argumentOrCommand(word, place, manifest)
}

function flagCandidates({path, flags, given}: Place): Candidate[] {
  const left = Object.values(flags).filter((flag) => flag.hidden !== true && mayFollow(flag, given))
  const own = path.length === 0 ? [help, version] : [help]
  return [...left.flatMap(spelledOut), ...own]
}

const help = candidate('--help', 'Show help')
const version = candidate('--version', 'Show the version')

const mayFollow = (flag: Flag, given: Given): boolean =>
  !given.flags.has(flag) || (flag.type === 'option' && flag.multiple === true)

const spelledOut = (flag: Flag): Candidate[] =>
  longSpellings(flag).map((spelling) => candidate(spelling, descriptionOf(flag)))

function valueAfterEquals(word: string, {flags}: Place): Completion {
  const flag = typedFlag(word, flags)
  if (flag?.type !== 'option') return []
  const start = word.indexOf('=') + 1
  const values = flagValues(flag, word.slice(start))
  const before = word.slice(0, start)
  if (isFileExpected(values)) return {after: before + values.after}
  return values.map(({value, description}) => candidate(before + value, description))
}

function argumentOrCommand(word: string, place: Place, manifest: Manifest): Completion {
  const {path, following, command, given} = place
  if (path[0] === 'help') return helpTopics(following, manifest.commands)
  const commands = following.length === 0 ? commandsUnder(path, manifest.commands) : []
  const arg = argumentAt(given.args.length, command)
  if (arg !== undefined) return both(commands, argumentValues(command, arg, word, given.args, manifest))
  // With no argument left, a flag is all that can follow.
  return commands.length === 0 && command !== undefined && !given.flagsEnded
    ? flagCandidates(place)
    : commands
}

/** Commands before values, and before files: those the shell can list in its own way once no command is meant. */
const both = (commands: readonly Candidate[], values: Completion): Completion =>
  isFileExpected(values) ? (commands.length === 0 ? values : commands) : [...commands, ...values]

function helpTopics(words: readonly string[], commands: Commands): Candidate[] {
  const path = commandWords(words, commands)
  const known = path.length === words.length && path[0] !== 'help'
  return known ? commandsUnder(path, commands).filter(({value}) => value !== 'help') : []
}

function commandsUnder(path: readonly string[], commands: Commands): Candidate[] {
  const visible = Object.fromEntries(Object.entries(commands).filter(([, {hidden}]) => hidden !== true))
  const children = childrenOf(path, visible).map((word) => {
    const id = [...path, word].join(':')
    return candidate(word, topics[id] ?? descriptionOf(visible[id]))
  })
  return path.length === 0 ? [...children, candidate('help', 'Show help on a command')] : children
}
