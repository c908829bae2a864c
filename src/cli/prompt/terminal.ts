import {ExitCode} from '../../errors.js'
import {openHistory} from '../../runtime/history-file.js'
import {closeOnTermination} from '../../runtime/interrupt.js'
import {PromptStage} from '../../runtime/prompt-stage.js'
import {processSurroundings} from '../../runtime/surroundings.js'
import {widthOf} from '../../runtime/terminal.js'
import type {Canvas, Theme} from '../../ui/theme.js'
import type {Shell} from '../../ui/typing/shell.js'
import {typable} from '../../ui/typing/typable.js'
import {createReader} from './reader.js'
import {settingsOf} from './settings.js'
import type {CommandShell} from './shell.js'

/** The prompt on a terminal. */
export async function runTerminal(shell: CommandShell, theme: Theme): Promise<void> {
  closeOnTermination(() => shell.lent.close())
  const history = openHistory(processSurroundings())
  const [{showPrompt}] = await Promise.all([import('../../ui/screens/prompt/show.js'), shell.noteServer()])
  const remember = (text: string): void => history.add(text)
  await showPrompt({
    theme,
    history: history.read().map(typable),
    reader: createReader(shell.options.manifest),
    now: Date.now,
    openStage: (listeners) => new PromptStage(process.stdin, process.stdout, listeners),
    shell: terminalShell(shell, theme, remember),
  })
}

function terminalShell(shell: CommandShell, theme: Theme, remember: (text: string) => void): Shell {
  const canvas = (): Canvas => ({width: widthOf(process.stdout), theme})
  return {
    get caller() {
      return shell.caller
    },
    async run(text) {
      remember(text)
      await interruptible(shell, () => shell.alone(() => shell.run(text)))
      // It may have changed the settings.
      await shell.noteServer()
      return {isLeaving: shell.isLeaving}
    },
    complete: (text, at) => shell.alone(() => completion(shell, text, at)),
    async check(expression) {
      const {readAsExpression} = await import('../../runtime/expression-check.js')
      return {expression, ...readAsExpression(expression)}
    },
    async follow(tell, signal) {
      const {watchPolicy} = await import('./policy-watch.js')
      await watchPolicy({shell, canvas, tell, signal})
    },
  }
}

async function completion(shell: CommandShell, text: string, at: number): ReturnType<Shell['complete']> {
  const {completeAt} = await import('./completing.js')
  return completeAt(text, at, {
    manifest: shell.options.manifest,
    cwd: process.cwd(),
    tame: async () => shell.lent.lend(await settingsOf(shell.shared)),
  })
}

/** Ctrl-C while a command runs ends that, and not the prompt. A second one does not wait for it. */
async function interruptible(shell: CommandShell, act: () => Promise<unknown>): Promise<void> {
  let times = 0
  const interrupted = (): void => {
    shell.stop()
    if (shell.isElsewhere) return
    times++
    if (times > 1) process.exit(ExitCode.interrupted)
    process.stderr.write('\nStopping; Ctrl-C once more leaves\n')
  }
  process.on('SIGINT', interrupted)
  try {
    await act()
  } finally {
    process.off('SIGINT', interrupted)
  }
}
