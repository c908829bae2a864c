import type {Command} from '@oclif/core/command'
import type {CommandLine, Commands} from './command-line.js'
import {commandAt} from './command-line.js'
import {examplesOf} from './examples.js'
import type {Flag} from './flags.js'
import {listedUnder, summaryOf} from './listing.js'
import type {Manifest} from './manifest.js'

type Asked = Exclude<CommandLine, {kind: 'command'}>

/** What `--json` prints of tame itself: its version, or the help on a command or a group of commands. */
export function printAbout(asked: Asked, manifest: Manifest): void {
  process.stdout.write(`${JSON.stringify(aboutJson(asked, manifest), null, 2)}\n`)
}

export function aboutJson(asked: Asked, {version, description, commands}: Manifest): object {
  if (asked.kind === 'version')
    return {version, platform: process.platform, arch: process.arch, node: process.versions.node}
  const {words} = asked
  const id = words.join(':')
  return {
    command: typed(id),
    summary: id === '' ? description : summaryOf(id, commands),
    ...commandJson(commandAt(id, commands)),
    ...groupJson(words, commands),
    examples: examplesOf(words, commands),
  }
}

const typed = (id: string): string => ['tame', ...id.split(':')].join(' ').trimEnd()

function commandJson(command: Command.Cached | undefined): object {
  if (command === undefined) return {}
  return {
    description: command.description ?? null,
    args: Object.values(command.args).filter(isShown).map(argJson),
    flags: Object.values(command.flags).filter(isShown).map(flagJson),
  }
}

function groupJson(words: readonly string[], commands: Commands): object {
  const listed = listedUnder(words, commands)
  return listed.length === 0 ? {} : {commands: listed.map(({id, summary}) => ({command: typed(id), summary}))}
}

const isShown = ({hidden}: {hidden?: boolean}): boolean => hidden !== true

const argJson = ({name, description, required, multiple, options}: Command.Arg.Cached): object => ({
  name,
  description: description ?? null,
  required: required === true,
  multiple: multiple === true,
  options: options ?? null,
})

/** `value` is what help calls it, null where the flag takes none; `negatable` flags have a `--no-` form. */
function flagJson(flag: Flag): object {
  const takesValue = flag.type === 'option'
  return {
    flag: `--${flag.name}`,
    short: flag.char === undefined ? null : `-${flag.char}`,
    description: flag.summary ?? flag.description ?? null,
    value: takesValue ? [flag.helpValue ?? flag.name].flat().join(' ') : null,
    options: takesValue ? (flag.options ?? null) : null,
    required: flag.required === true,
    multiple: takesValue && flag.multiple === true,
    negatable: flag.type === 'boolean' && flag.allowNo === true,
    global: flag.helpGroup === 'GLOBAL',
  }
}
