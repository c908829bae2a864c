import {effects} from '../../model/effect.js'

/** A command of the prompt itself. */
interface OwnCommand {
  readonly name: OwnName
  /** What may follow. */
  readonly usage: string
  readonly summary: string
}

export type OwnName = 'set' | 'use' | 'unset' | 'explain' | 'again' | 'expect' | 'shortcuts' | 'exit' | 'quit'

/** What the prompt understands besides the commands of tame. */
export const ownCommands: readonly OwnCommand[] = [
  {name: 'set', usage: 'session|agent|user ID', summary: 'Say who calls from now on; alone, show it'},
  {name: 'use', usage: 'session|agent|user ID', summary: 'The same'},
  {name: 'unset', usage: 'session|agent|user', summary: 'Leave it to the configuration again'},
  {
    name: 'explain',
    usage: '[TOOL|LOG_ID]',
    summary: 'Say why the last call was decided so, rule by rule',
  },
  {name: 'again', usage: '[FLAGS]', summary: 'Decide the last call again'},
  {name: 'expect', usage: effects.join('|'), summary: 'Fail unless the last decision was this one'},
  {name: 'shortcuts', usage: '', summary: 'Show the keys of the prompt'},
  {name: 'exit', usage: '', summary: 'Leave, as Ctrl-D does'},
  {name: 'quit', usage: '', summary: 'The same'},
]

export const ownCommandNamed = (name: string): OwnCommand | undefined =>
  ownCommands.find((command) => command.name === name)

/** All of them, below the help on tame. */
export function ownCommandsText(): string {
  const left = ownCommands.map(({name, usage}) => `${name} ${usage}`.trimEnd())
  const width = Math.max(...left.map((text) => text.length))
  const rows = ownCommands.map(({summary}, at) => `  ${(left[at] ?? '').padEnd(width)}  ${summary}`)
  return ['AT THE PROMPT', ...rows].join('\n')
}
