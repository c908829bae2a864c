/** What a project needs to use tame: what of it is to be written, and what is there already. Paths as the person would name them. */
export interface Setup {
  readonly directory: string
  readonly written: readonly SetupFile[]
  /** Never touched. */
  readonly left: readonly SetupFile[]
  /** What a person should know before they go on. */
  readonly notes: readonly string[]
  /** What to do next, the likeliest first. */
  readonly next: readonly NextStep[]
}

export interface SetupFile {
  readonly path: string
  /** What it is for, or why it was left. */
  readonly about: string
}

export interface NextStep {
  readonly about: string
  readonly command: string
}
