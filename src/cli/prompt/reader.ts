import type {Command} from '@oclif/core/command'
import type {Reader} from '../../ui/typing/reader.js'
import type {Word} from '../../ui/typing/words.js'
import {descriptionOf} from '../candidate.js'
import {isGroup} from '../command-line.js'
import type {Flag} from '../flags.js'
import {listedUnder} from '../listing.js'
import type {Manifest} from '../manifest.js'
import {findPlace, type Place} from '../place.js'
import {argumentAt} from '../values.js'
import {commandAt, longestRead, wordsAt} from './at-cursor.js'
import {ownCommandNamed} from './own-names.js'

/** What the list of commands says of what is typed. */
export const createReader = ({commands}: Manifest): Reader => ({
  hint: (text, at) => (text.length > longestRead ? '' : hintAt(text, at, commands)),
  expression: (text, at) => (text.length > longestRead ? null : expressionAt(text, at, commands)),
})

function hintAt(text: string, at: number, commands: Manifest['commands']): string {
  if (text.trim() === '') return ''
  const {words} = wordsAt(text, at)
  const own = ownCommandNamed(words[0] ?? '')
  if (own !== undefined && words.length > 1)
    return `${own.usage === '' ? own.name : own.usage}  ${own.summary}`
  const place = findPlace(words.slice(0, -1), commands)
  if (place.command !== undefined && !isGroup(place.path, commands))
    return commandHint(place, words.at(-1) ?? '')
  const under = listedUnder(place.path, commands).map(({id}) => id.split(':').at(-1))
  return place.path.length === 0 ? '' : `${place.path.join(' ')}: ${under.join(', ')}`
}

function commandHint({command, flags, given}: Place, word: string): string {
  if (given.awaiting !== undefined) return flagHint(given.awaiting)
  const typed = /^--[a-z-]+(?==)/.exec(word)?.[0]
  const named = Object.values(flags).find(({name}) => `--${name}` === typed)
  if (named !== undefined) return flagHint(named)
  const arg = given.flagsEnded || !word.startsWith('-') ? argumentAt(given.args.length, command) : undefined
  if (arg !== undefined) return `${shownArg(arg)}  ${descriptionOf(arg)}`
  return flagsHint(command, given.flags)
}

const shownArg = ({name, required}: Command.Arg.Cached): string =>
  required === true ? name.toUpperCase() : `[${name.toUpperCase()}]`

const valueName = (flag: Flag): string =>
  flag.type === 'option' ? ` ${(flag.options ?? [flag.helpValue ?? 'VALUE'].flat()).join('|')}` : ''

const flagHint = (flag: Flag): string => `--${flag.name}${valueName(flag)}  ${descriptionOf(flag)}`

/** The flags of its own that it was not given yet. */
const flagsHint = (command: Place['command'], given: ReadonlySet<Flag>): string =>
  Object.values(command?.flags ?? {})
    .filter((flag) => flag.hidden !== true && flag.helpGroup !== 'GLOBAL' && !given.has(flag))
    .map((flag) => `[--${flag.name}${valueName(flag)}]`)
    .join(' ')

/** The first argument of `policy eval`. */
function expressionAt(text: string, at: number, commands: Manifest['commands']): Word | null {
  const words = commandAt(text, at)
  const {command, given} = findPlace(
    words.map(({value}) => value),
    commands,
  )
  if (command?.id !== 'policy:eval') return null
  return words.slice(2).find(({value}) => value === given.args[0]) ?? null
}
