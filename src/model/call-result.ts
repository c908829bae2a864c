/** What came of a call that was allowed to run, as its caller tells it. */
export interface CallResult {
  /** `success`, `error`, `blocked`, or what else the caller calls it. */
  readonly status: string
  readonly result?: unknown
  readonly error?: string | null
  readonly durationMs?: number | null
  /** What it really cost; added to the session's estimate. */
  readonly cost?: number | null
}
