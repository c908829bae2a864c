import {noCommand, unknownCommand, unknownFlag} from '../ui/text/usage-error.js'
import {type Flags, typedFlag, wantsNextWord} from './flags.js'
import type {Manifest} from './manifest.js'

/** What a command line asks for. */
export type CommandLine =
  | {kind: 'version'}
  | {kind: 'help'; words: readonly string[]}
  | {kind: 'command'; id: string; argv: readonly string[]}

export type Commands = Manifest['commands']

/** Finds the command among the words typed. Flags that all commands share may stand before it. */
export function readCommandLine(typed: readonly string[], commands: Commands): CommandLine {
  const {words, flags, rest} = splitCommand(typed, commands)
  const argv = [...flags, ...rest]
  if (asks(argv, ['--help', '-h'])) return {kind: 'help', words: knownWords(words, rest, commands)}
  if (words.length === 0 && asks(argv, ['--version'])) return {kind: 'version'}
  if (words[0] === 'help') return helpOn(rest, commands)
  const id = words.join(':')
  if (Object.hasOwn(commands, id)) {
    refuseStray(words, rest, commands)
    return {kind: 'command', id, argv}
  }
  const known = knownWords(words, rest, commands)
  if (argv.length > 0) throw noCommand(words.join(' '), childrenOf(words, commands))
  return {kind: 'help', words: known}
}

/** Where others stand under a command that takes no arguments, a word after it was meant for one of them. */
function refuseStray(words: readonly string[], [next]: readonly string[], commands: Commands): void {
  const children = childrenOf(words, commands)
  const takesNone = Object.keys(commandAt(words.join(':'), commands)?.args ?? {}).length === 0
  if (next === undefined || next.startsWith('-') || children.length === 0 || !takesNone) return
  throw unknownCommand(next, children, words.join(' '))
}

/** Whether these words are the beginning of others more than a command: all flags that may follow, those take too. */
export function isGroup(words: readonly string[], commands: Commands): boolean {
  const flags = Object.values(commandAt(words.join(':'), commands)?.flags ?? {})
  return childrenOf(words, commands).length > 0 && flags.every(({helpGroup}) => helpGroup === 'GLOBAL')
}

export const commandAt = (id: string, commands: Commands): Commands[string] | undefined =>
  Object.hasOwn(commands, id) ? commands[id] : undefined

function helpOn(typed: readonly string[], commands: Commands): CommandLine {
  const {words, rest} = splitCommand(typed, commands)
  return {kind: 'help', words: knownWords(words, rest, commands)}
}

/** The longest run of words that is a command, or the beginning of some. */
export function commandWords(typed: readonly string[], commands: Commands): string[] {
  const ids = [...Object.keys(commands), 'help']
  const words: string[] = []
  for (const word of typed) {
    const id = [...words, word].join(':')
    if (word.includes(':') || !ids.some((known) => known === id || known.startsWith(`${id}:`))) break
    words.push(word)
  }
  return words
}

/** Those words, unless what follows them was meant as a command too and is none. */
function knownWords(
  words: readonly string[],
  [next]: readonly string[],
  commands: Commands,
): readonly string[] {
  const complete = Object.hasOwn(commands, words.join(':'))
  if (next === undefined || complete || asks([next], ['--help', '-h', '--version'])) return words
  if (next.startsWith('-')) throw unknownFlag(next, sharedNames(commands))
  throw unknownCommand(next, childrenOf(words, commands), words.join(' '))
}

/** The words that may follow: the commands and groups of commands directly under these. */
export function childrenOf(words: readonly string[], commands: Commands): string[] {
  const depth = words.length
  const children = Object.keys(commands)
    .map((id) => id.split(':'))
    .filter((parts) => words.every((word, index) => parts[index] === word))
    .flatMap((parts) => parts[depth] ?? [])
  return [...new Set(children)]
}

const sharedNames = (commands: Commands): string[] =>
  Object.keys(sharedFlags(commands)).map((name) => `--${name}`)

/** The flags that every command has: those that may stand first. */
export function sharedFlags(commands: Commands): Flags {
  const [any] = Object.values(commands)
  const shared = Object.entries(any?.flags ?? {}).filter(([, {helpGroup}]) => helpGroup === 'GLOBAL')
  return Object.fromEntries(shared)
}

/** A command line in parts. */
export interface SplitLine {
  /** Those that name a command, or the beginning of some. */
  words: readonly string[]
  /** The shared flags before and between them, with their values. */
  flags: readonly string[]
  rest: readonly string[]
}

/** Parts a command line where its command ends. After a group of commands a flag can stand as well as before it. */
export function splitCommand(typed: readonly string[], commands: Commands): SplitLine {
  const shared = sharedFlags(commands)
  const split = {words: [] as string[], flags: [] as string[], rest: typed}
  for (;;) {
    const {leading, rest} = splitLeadingFlags(split.rest, shared)
    split.flags.push(...leading)
    const words = commandWords([...split.words, ...rest], commands)
    split.rest = rest.slice(words.length - split.words.length)
    if (words.length === split.words.length) return split
    split.words = words
    if (Object.hasOwn(commands, words.join(':')) && !isGroup(words, commands)) return split
  }
}

function splitLeadingFlags(
  typed: readonly string[],
  shared: Flags,
): {leading: readonly string[]; rest: readonly string[]} {
  let end = 0
  for (let next = typed[end]; next?.startsWith('--'); next = typed[end]) {
    const flag = typedFlag(next, shared)
    if (flag === undefined) break
    end += wantsNextWord(next, flag) ? 2 : 1
  }
  return {leading: typed.slice(0, end), rest: typed.slice(end)}
}

/** Whether one JSON value is wanted, and nothing else. */
export const wantsJson = (typed: readonly string[]): boolean => asks(typed, ['--json'])

function asks(argv: readonly string[], flags: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return argv.slice(0, end === -1 ? undefined : end).some((arg) => flags.includes(arg))
}
