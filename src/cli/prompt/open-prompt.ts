import {closeOnSignal} from '../../runtime/interrupt.js'
import {hasKeys, hasScreen} from '../../runtime/terminal.js'
import type {Theme} from '../../ui/theme.js'
import {CommandShell, type ShellOptions} from './shell.js'

interface PromptOptions extends Omit<ShellOptions, 'isPerson'> {
  readonly theme: Theme
}

/** Takes commands until there are no more: from a person, or without a terminal from stdin. */
export async function openPrompt({theme, ...options}: PromptOptions): Promise<void> {
  const isPerson = hasScreen()
  const shell = new CommandShell({...options, isPerson})
  try {
    if (isPerson) await (await import('./terminal.js')).runTerminal(shell, theme)
    else {
      if (hasKeys()) process.stderr.write('Type a command a line; Ctrl-D ends\n')
      closeOnSignal(() => shell.lent.close())
      await (await import('./script.js')).runScript(shell)
    }
  } finally {
    await shell.lent.close()
  }
}
