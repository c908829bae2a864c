import type {Timing} from './timing.js'

/** What came of one attempt. */
export type Attempt<Value> =
  | {readonly value: Value}
  | {
      readonly error: unknown
      /** Whether another attempt may do better. */
      readonly again: boolean
      /** When the server wants to be asked again. */
      readonly afterMs?: number | null
    }

export interface Patience {
  /** How many attempts after the first. */
  readonly retries: number
  /** By the clock of `timing`: what would come later than this is not tried. */
  readonly deadlineMs: number
}

const firstPauseMs = 100
const longestPauseMs = 5000

/** Attempts until one succeeds, or until there is no use or no time. Throws what the last one failed of. */
export async function retrying<Value>(
  attempt: () => Promise<Attempt<Value>>,
  {retries, deadlineMs}: Patience,
  timing: Timing,
): Promise<Value> {
  for (let tried = 0; ; tried++) {
    const outcome = await attempt()
    if ('value' in outcome) return outcome.value
    const pauseMs = pauseBefore(tried, outcome.afterMs ?? 0, timing)
    if (!outcome.again || tried >= retries || timing.nowMs() + pauseMs >= deadlineMs) throw outcome.error
    await timing.pause(pauseMs)
  }
}

/** Twice as long each time, half of it by chance; never shorter than the server asks for. */
export function pauseBefore(tried: number, afterMs: number, {random}: Pick<Timing, 'random'>): number {
  const longMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(tried, 16))
  return afterMs + longMs * (0.5 + random() / 2)
}
