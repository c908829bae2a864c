/** How the client knows the time, passes it, and takes its chance in it. */
export interface Timing {
  /** Any clock that only goes forward. */
  nowMs(): number
  /** Resolves after a time, or as soon as the signal says that nobody waits any more. */
  pause(ms: number, signal?: AbortSignal): Promise<void>
  /** From 0 to 1: clients that failed together must not come back together. */
  random(): number
}
