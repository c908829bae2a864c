/** The policy that calls are decided by. */
export interface PolicyInForce {
  readonly version: string
  readonly hash: string
  readonly description: string | null
  readonly rulesCount: number
  /** Where its text came from. */
  readonly source: string
  readonly loadedAtMs: number
  readonly isShadow: boolean
  /** What keeps the text that is there now from being put in force; empty when it is. */
  readonly problems: readonly string[]
}
