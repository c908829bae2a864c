import {hash} from 'node:crypto'
import {statSync} from 'node:fs'
import {setTimeout} from 'node:timers/promises'
import {readText} from '../disk/read-text.js'

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
  watching: Watching = {stateOf: createFileStates(), pause: () => setTimeout(lookEveryMs)},
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

export const stateOf = (file: string): string => looksOf(file).text

interface Looks {
  /** As the system tells it, without the file being read. */
  readonly text: string
  readonly changedMs: number
}

function looksOf(file: string): Looks {
  try {
    const {ino, size, mtimeNs, ctimeNs, ctimeMs} = statSync(file, {bigint: true})
    return {text: [ino, size, mtimeNs, ctimeNs].join(' '), changedMs: Number(ctimeMs)}
  } catch (error) {
    return {text: String((error as NodeJS.ErrnoException).code), changedMs: 0}
  }
}

/** The clock of no file system ticks slower. */
const tickMs = 2500

/**
 * The states of files, told from what is in them too: one that is written twice within a tick of its file system's clock
 * looks the same. It is read only as long as that may be so.
 */
export function createFileStates(look = looksOf, now = Date.now): Watching['stateOf'] {
  const seen = new Map<
    string,
    {readonly looks: string; readonly isSettled: boolean; readonly state: string}
  >()
  return (file) => {
    const last = seen.get(file)
    const [{text: looks, changedMs}, nowMs] = [look(file), now()]
    if (last?.looks === looks && last.isSettled) return last.state
    const isSettled = Math.abs(nowMs - changedMs) > tickMs
    const state = `${looks} ${contentMark(file)}`
    seen.set(file, {looks, isSettled, state})
    return state
  }
}

function contentMark(file: string): string {
  try {
    return hash('sha256', readText(file, {name: 'file', prefix: 'FILE'}) ?? '')
  } catch (error) {
    // Whoever reads it is told the same.
    return error instanceof Error ? error.message : String(error)
  }
}
