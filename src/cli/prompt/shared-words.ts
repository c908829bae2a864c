import type {Command} from '@oclif/core/command'
import {type Commands, sharedFlags} from '../command-line.js'
import {typedFlag, wantsNextWord} from '../flags.js'
import {findPlace} from '../place.js'

/** A flag that holds for every command, as it is typed. */
interface SharedFlag {
  readonly name: string
  readonly words: readonly string[]
}

/** Who calls, by the flags that say so. */
export const callers = ['session', 'agent', 'user'] as const
export type Caller = (typeof callers)[number]

const flagName = (caller: Caller): string => `${caller}-id`

/** The flags that were given to the prompt, and what was set at it since: they stand before those of each command. */
export class SharedWords {
  private flags: readonly SharedFlag[]

  constructor(
    typed: readonly string[],
    private readonly commands: Commands,
  ) {
    this.flags = readFlags(typed, commands)
  }

  valueOf(caller: Caller): string | undefined {
    const words = this.flags.find(({name}) => name === flagName(caller))?.words
    const value = words && valueIn(words)
    return typeof value === 'string' ? value : undefined
  }

  /** What the flags say: a text, or whether the flag stands without its `no-`. */
  get values(): Record<string, string | boolean> {
    return Object.fromEntries(this.flags.map(({name, words}) => [name, valueIn(words)]))
  }

  /** Sets who calls; without a value, leaves it to the configuration. */
  set(caller: Caller, value: string | undefined): void {
    const name = flagName(caller)
    const others = this.flags.filter((flag) => flag.name !== name)
    this.flags = value === undefined ? others : [...others, {name, words: [`--${name}=${value}`]}]
  }

  /** Those that a command takes and that it was not given itself. */
  forCommand(id: string, argv: readonly string[]): string[] {
    const command: Command.Cached | undefined = this.commands[id]
    const {given} = findPlace([...id.split(':'), ...argv], this.commands)
    const own = new Set([...given.flags].map(({name}) => name))
    return this.flags
      .filter(({name}) => command?.flags[name] !== undefined && !own.has(name))
      .flatMap(({words}) => words)
  }
}

function valueIn([word = '', next]: readonly string[]): string | boolean {
  if (next !== undefined) return next
  const start = word.indexOf('=')
  return start === -1 ? !word.startsWith('--no-') : word.slice(start + 1)
}

function readFlags(typed: readonly string[], commands: Commands): SharedFlag[] {
  const shared = sharedFlags(commands)
  const flags: SharedFlag[] = []
  for (let at = 0; at < typed.length; at++) {
    const word = typed[at] ?? ''
    const flag = typedFlag(word, shared)
    if (flag === undefined) continue
    const next = wantsNextWord(word, flag) ? [typed[++at] ?? ''] : []
    flags.push({name: flag.name, words: [word, ...next]})
  }
  return flags
}
