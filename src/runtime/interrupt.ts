import {ExitCode} from '../errors.js'

/** Makes Ctrl-C end the process with the status that says so; else it would end by the signal, and with none. */
export function endOnInterrupt(): void {
  process.once('SIGINT', () => process.exit(ExitCode.interrupted))
}

/** Resolves at the signal that asks a server to stop. A second one does not wait for what is under way. */
export function untilStopped(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(ExitCode.interrupted))
        resolve(signal)
      })
    }
  })
}

/** Closes what is open before a signal ends the process. A second signal does not wait for it. */
export function closeOnSignal(close: () => Promise<void>): void {
  process.once('SIGINT', async () => {
    process.exitCode = ExitCode.interrupted
    await close()
    process.exit(ExitCode.interrupted)
  })
  closeOnTermination(close)
}

/** The same, for one that Ctrl-C does not end. */
export function closeOnTermination(close: () => Promise<void>): void {
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, async () => {
      await close()
      process.kill(process.pid, signal)
    })
  }
}

/**
 * Ends the process, when it comes to its end, as a terminal that is gone ends one. Up to version 22 Node would abort there, since it
 * can't put such a terminal back into its first state.
 */
export function endAsHungUp(): void {
  process.once('exit', () => {
    process.removeAllListeners('SIGHUP')
    process.kill(process.pid, 'SIGHUP')
  })
}
