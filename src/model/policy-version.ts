/** A policy that is or was in force, or was handed in to be. */
export interface PolicyVersion {
  readonly hash: string
  readonly version: string
  readonly description: string | null
  /** Who handed it in: a key's name, or the file it came from. */
  readonly createdBy: string
  readonly createdAtMs: number
  readonly isInForce: boolean
}

/** What a policy's text is worth: without errors it can be put in force. */
export interface PolicyCheck {
  readonly errors: readonly string[]
  readonly rulesCount: number
  readonly version: string | null
}
