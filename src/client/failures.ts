import {ExitCode, TameError, type TameErrorOptions} from '../errors.js'

/** The server can't be reached, or does not answer as a server would: nothing is known of what was asked. */
export class ConnectionError extends TameError {
  constructor(code: string, message: string, options: TameErrorOptions = {}) {
    super(code, message, {exitCode: ExitCode.unreachable, ...options})
    this.name = 'ConnectionError'
  }
}

/** The server does not know the key, or the key may not do this. */
export class AuthenticationError extends TameError {
  constructor(code: string, message: string, options: TameErrorOptions = {}) {
    super(code, message, {exitCode: ExitCode.unreachable, ...options})
    this.name = 'AuthenticationError'
  }
}

/** The server was asked too often. */
export class RateLimitError extends TameError {
  constructor(
    code: string,
    message: string,
    /** When it may be asked again; null when the server did not say. */
    readonly retryAfterMs: number | null,
    options: TameErrorOptions = {},
  ) {
    super(code, message, {exitCode: ExitCode.unreachable, ...options})
    this.name = 'RateLimitError'
  }
}

/** What was asked can't be meant so. */
export class ValidationError extends TameError {
  constructor(code: string, message: string, options: TameErrorOptions = {}) {
    super(code, message, {exitCode: ExitCode.misuse, ...options})
    this.name = 'ValidationError'
  }
}
