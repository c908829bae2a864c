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
