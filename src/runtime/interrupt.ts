import {ExitCode} from '../errors.js'

/** Makes Ctrl-C end the process with the status that says so; else it would end by the signal, and with none. */
export function endOnInterrupt(): void {
  process.once('SIGINT', () => process.exit(ExitCode.interrupted))
}
