import {statSync} from 'node:fs'
import {setTimeout} from 'node:timers/promises'

const lookEveryMs = 150

/**
 * Runs once, and again whenever a file that the run has noted is another, until the signal says to end; a run that fails
 * ends nothing. By looking, and not
 * by the system's events: those lose a file that is replaced by renaming another over it, as most editors save.
 */
export async function runOnChange(
  run: (note: (file: string) => void) => Promise<void>,
  onError: (error: unknown) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const states = new Map<string, string>()
  // Noted before it is read: what is written between the two must not be missed.
  const note = (file: string): void => void states.set(file, stateOf(file))
  while (!signal.aborted) {
    for (const file of states.keys()) note(file)
    try {
      await run(note)
    } catch (error) {
      // With no file to wait for, it would wait for ever.
      if (states.size === 0) throw error
      await onError(error)
    }
    await change(states, signal)
  }
}

/** Waits until one of the files was written, replaced, removed or made, and has settled; or until the end. */
async function change(before: ReadonlyMap<string, string>, signal: AbortSignal): Promise<void> {
  const known = [...before.values()].join('\n')
  let last = known
  while (!signal.aborted) {
    await pause(signal)
    const now = [...before.keys()].map(stateOf).join('\n')
    if (now !== known && now === last) return
    last = now
  }
}

async function pause(signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(lookEveryMs, undefined, {signal})
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

function stateOf(file: string): string {
  try {
    const {ino, size, mtimeNs, ctimeNs} = statSync(file, {bigint: true})
    return [ino, size, mtimeNs, ctimeNs].join(' ')
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code)
  }
}
