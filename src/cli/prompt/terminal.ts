import {ExitCode} from '../../errors.js'
import {PromptStage} from '../../runtime/prompt-stage.js'
import {showPrompt} from '../../ui/screens/prompt/show.js'
import type {Theme} from '../../ui/theme.js'
import type {CommandShell} from './shell.js'

/** The prompt on a terminal. */
export async function runTerminal(shell: CommandShell, theme: Theme): Promise<void> {
  await showPrompt({
    theme,
    history: [],
    reader: {hint: () => '', expression: () => null},
    now: Date.now,
    openStage: (listeners) => new PromptStage(process.stdin, process.stdout, listeners),
    shell: {
      get caller() {
        return shell.caller
      },
      run: (text) =>
        interruptible(async () => {
          await shell.run(text)
          return {isLeaving: shell.isLeaving}
        }),
      complete: async (_, at) => ({from: at, to: at, choices: []}),
      check: async (expression) => ({expression, parts: [], fault: null}),
      follow: async () => {},
    },
  })
}

/** Ctrl-C while a command runs must not end the prompt. One that runs in this process can't be stopped: a second one leaves. */
async function interruptible<Result>(act: () => Promise<Result>): Promise<Result> {
  let times = 0
  const interrupted = (): void => {
    times++
    if (times > 1) process.exit(ExitCode.interrupted)
  }
  process.on('SIGINT', interrupted)
  try {
    return await act()
  } finally {
    process.off('SIGINT', interrupted)
  }
}
