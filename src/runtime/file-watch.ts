import {statSync} from 'node:fs'
import {setTimeout} from 'node:timers/promises'

const lookEveryMs = 150

/** How files are watched. */
export interface Watching {
  /** Another text whenever the file is another. */
  stateOf(file: string): string
  /** The time between two looks. */
  pause(): Promise<unknown>
}

/**
 * Runs once, and again whenever a file that the run has noted is another; a run that fails ends nothing. By looking, and not
 * by the system's events: those lose a file that is replaced by renaming another over it, as most editors save.
 */
export async function runOnChange(
  run: (note: (file: string) => void) => Promise<void>,
  onError: (error: unknown) => Promise<void>,
  watching: Watching = {stateOf, pause: () => setTimeout(lookEveryMs)},
): Promise<never> {
  const states = new Map<string, string>()
  // Noted before it is read: what is written between the two must not be missed.
  const note = (file: string): void => void states.set(file, watching.stateOf(file))
  for (;;) {
    for (const file of states.keys()) note(file)
    try {
      await run(note)
    } catch (error) {
      // With no file to wait for, it would wait for ever.
      if (states.size === 0) throw error
      await onError(error)
    }
    await change(states, watching)
  }
}

/** Waits until one of the files was written, replaced, removed or made, and has settled. */
async function change(before: ReadonlyMap<string, string>, {stateOf, pause}: Watching): Promise<void> {
  const known = [...before.values()].join('\n')
  let last = known
  for (;;) {
    await pause()
    const now = [...before.keys()].map((file) => stateOf(file)).join('\n')
    if (now !== known && now === last) return
    last = now
  }
}

export function stateOf(file: string): string {
  try {
    const {ino, size, mtimeNs, ctimeNs} = statSync(file, {bigint: true})
    return [ino, size, mtimeNs, ctimeNs].join(' ')
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code)
  }
}
