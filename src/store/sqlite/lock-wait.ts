import {setTimeout as sleep} from 'node:timers/promises'
import {isLocked} from './errors.js'

/** Attempts something again while another process has the lock. Between attempts, everything else in this one goes on. */
export async function withPatience<Result>(attempt: () => Result, patienceMs: number): Promise<Result> {
  // Asked for when it is needed: Node loads its clock with all its measuring, which a start would feel.
  let start: number | undefined
  for (let tries = 0; ; tries++) {
    try {
      return attempt()
    } catch (cause) {
      if (!isLocked(cause)) throw cause
      start ??= performance.now()
      if (performance.now() - start >= patienceMs) throw cause
      await pause(tries)
    }
  }
}

/** Not at regular times: two who wait would always meet each other. Most locks are held for a millisecond. */
export const pause = (tries: number): Promise<void> => sleep(1 + Math.random() * Math.min(tries, 8))
