/** A word that may stand at the cursor. */
export interface Choice {
  readonly value: string
  readonly description: string
}

/** Words that may stand in place of a part of the line. */
export interface Choices {
  readonly from: number
  readonly to: number
  readonly choices: readonly Choice[]
  /** Why there may be more than these. */
  readonly trouble?: string
}
