import type {Command} from '@oclif/core/command'
import {type Commands, commandAt, sharedFlags, splitCommand} from './command-line.js'
import {type Flag, type Flags, typedFlag, wantsNextWord} from './flags.js'

/** What the words before the cursor say of the one at the cursor. */
export interface Place {
  /** The words that name a command, or the beginning of some. */
  path: readonly string[]
  /** What was typed after them. */
  following: readonly string[]
  command: Command.Cached | undefined
  flags: Flags
  given: Given
}

export interface Given {
  flags: Set<Flag>
  args: string[]
  /** The flag whose value the next word is. */
  awaiting: Flag | undefined
  /** The flag that takes all values up to the next flag. */
  greedy: Flag | undefined
  /** Whether `--` was typed, after which nothing is a flag. */
  flagsEnded: boolean
}

/** Reads the words before the cursor. */
export function findPlace(typed: readonly string[], commands: Commands): Place {
  const {words, flags: before, rest} = splitCommand(typed, commands)
  const command = commandAt(words.join(':'), commands)
  const flags = command?.flags ?? sharedFlags(commands)
  return {path: words, following: rest, command, flags, given: readGiven([...before, ...rest], flags)}
}

function readGiven(argv: readonly string[], flags: Flags): Given {
  const given: Given = {
    flags: new Set(),
    args: [],
    awaiting: undefined,
    greedy: undefined,
    flagsEnded: false,
  }
  for (const word of argv) readWord(word, given, flags)
  return given
}

function readWord(word: string, given: Given, flags: Flags): void {
  if (given.awaiting !== undefined) given.awaiting = undefined
  else if (given.flagsEnded) given.args.push(word)
  else if (word === '--') given.flagsEnded = true
  else if (word.startsWith('-') && word !== '-') readFlag(word, given, flags)
  else if (given.greedy === undefined) given.args.push(word)
}

function readFlag(word: string, given: Given, flags: Flags): void {
  const flag = typedFlag(word, flags)
  if (flag === undefined) return
  given.flags.add(flag)
  if (wantsNextWord(word, flag)) given.awaiting = flag
  if (flag.type === 'option') given.greedy = flag.multiple === true ? flag : undefined
}
