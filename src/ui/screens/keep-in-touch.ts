import {setTimeout as sleep} from 'node:timers/promises'
import {TameError} from '../../errors.js'

/** What comes within this time is told together: ten thousand events in a minute are no ten thousand frames. */
const pauseMs = 10
const [firstPauseMs, longestPauseMs] = [500, 5000]

export const shortPause = async (): Promise<void> => void (await sleep(pauseMs))

type TouchEvent = {readonly kind: 'lost'; readonly reason: string} | {readonly kind: 'found again'}

/** Tells a screen of touch that is lost and found again by whoever is followed. */
export const touchTeller =
  (dispatch: (event: TouchEvent) => void) =>
  (trouble: TameError | null): void =>
    dispatch(trouble === null ? {kind: 'found again'} : {kind: 'lost', reason: trouble.message})

interface KeepInTouchOptions {
  /** Tells what happens, for as long as there is touch; says when it has it. */
  readonly attempt: (touched: () => void) => Promise<void>
  readonly onLost: (reason: string) => void
  readonly signal: AbortSignal
}

/** Begins anew whenever touch is lost. Without any at the start there is nothing to show: that is thrown. */
export async function keepInTouch({attempt, onLost, signal}: KeepInTouchOptions): Promise<void> {
  let againMs: number | undefined
  const touched = (): void => {
    againMs = firstPauseMs
  }
  while (!signal.aborted) {
    try {
      await attempt(touched)
    } catch (error) {
      if (signal.aborted) return
      if (againMs === undefined || !(error instanceof TameError)) throw error
      onLost(error.message)
    }
    const waitMs = againMs ?? firstPauseMs
    await sleep(waitMs, undefined, {signal}).catch(() => undefined)
    againMs = Math.min(waitMs * 2, longestPauseMs)
  }
}
