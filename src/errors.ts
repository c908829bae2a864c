/** What a finished command says to the shell. */
export const ExitCode = {
  done: 0,
  failed: 1,
  misuse: 2,
  denied: 3,
  waiting: 4,
  unreachable: 5,
  interrupted: 130,
} as const
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode]

export interface TameErrorOptions {
  /** What to try next: commands or edits, the likeliest first. */
  suggestions?: readonly string[]
  cause?: unknown
  exitCode?: ExitCode
}

/** What `--json` prints of an error, and what a server answers. */
export interface ErrorJson {
  error: {code: string; message: string; suggestions: readonly string[]}
}

/**
 * Every failure tame can foresee. `code` is stable and part of the interface; the message says what went
 * wrong and where. An expected answer (a deny, an invalid policy) is a value, never one of these.
 */
export class TameError extends Error {
  readonly code: string
  readonly suggestions: readonly string[]
  readonly exitCode: ExitCode

  constructor(code: string, message: string, options: TameErrorOptions = {}) {
    super(message, 'cause' in options ? {cause: options.cause} : undefined)
    this.name = 'TameError'
    this.code = code
    this.suggestions = options.suggestions ?? []
    this.exitCode = options.exitCode ?? ExitCode.failed
  }

  toJSON(): ErrorJson {
    return {
      error: {
        code: this.code,
        message: this.message,
        suggestions: this.suggestions,
      },
    }
  }
}
