/** A word that may stand at the cursor. */
export interface Candidate {
  value: string
  description: string
}

/** A file is expected, whose path starts `after` this beginning of the word at the cursor, such as `--config=`. */
export interface FileExpected {
  after: string
}

export type Completion = readonly Candidate[] | FileExpected

export const isFileExpected = (completion: Completion): completion is FileExpected => 'after' in completion

export const candidate = (value: string, description = ''): Candidate => ({value, description})

/** The first line of what a command, a flag or an argument says of itself. */
export const descriptionOf = (described: {summary?: string; description?: string} | undefined): string =>
  (described?.summary ?? described?.description ?? '').split('\n', 1)[0] ?? ''
