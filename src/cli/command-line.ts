import {unknownCommand, unknownFlag} from '../ui/text/usage-error.js'
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
  const {leading, rest} = splitLeadingFlags(typed, sharedFlags(commands))
  const words = commandWords(rest, commands)
  const argv = [...leading, ...rest.slice(words.length)]
  if (asks(argv, ['--help', '-h'])) return {kind: 'help', words: knownWords(words, rest, commands)}
  if (words.length === 0 && asks(argv, ['--version'])) return {kind: 'version'}
  if (words[0] === 'help') return helpOn(rest.slice(1), commands)
  const id = words.join(':')
  if (Object.hasOwn(commands, id)) return {kind: 'command', id, argv}
  return {kind: 'help', words: knownWords(words, rest, commands)}
}

function helpOn(words: readonly string[], commands: Commands): CommandLine {
  return {kind: 'help', words: knownWords(commandWords(words, commands), words, commands)}
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
  typed: readonly string[],
  commands: Commands,
): readonly string[] {
  const next = typed[words.length]
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

/** Those of them that stand before the command, with their values, and what comes after. */
export function splitLeadingFlags(
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

function asks(argv: readonly string[], flags: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return argv.slice(0, end === -1 ? undefined : end).some((arg) => flags.includes(arg))
}
