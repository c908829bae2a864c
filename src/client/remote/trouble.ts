import {errorFromJson} from '../../api/error.js'
import {ExitCode, type TameError} from '../../errors.js'
import {AuthenticationError, ConnectionError, RateLimitError, ValidationError} from '../failures.js'

/** What kept a request from being answered, with when to try again: nothing where trying again is of no use. */
export interface Trouble {
  readonly error: TameError
  readonly again: boolean
  readonly afterMs: number | null
}

/** No answer, or half of one. */
export function brokenOff(cause: unknown, server: string, timeoutMs: number): Trouble {
  const error = isTimeout(cause) ? tooSlow(server, timeoutMs, cause) : unreachable(server, cause)
  return {error, again: true, afterMs: null}
}

/** An answer with another status than 200. */
export function refused(
  status: number,
  retryAfter: string | undefined,
  text: string,
  server: string,
): Trouble {
  const afterMs = retryAfterMs(retryAfter)
  const told = errorFromJson(parsed(text))
  return {
    error: refusal(status, afterMs, told, server),
    // What the server knows to stay so, it says without a time to come back.
    again: status === 429 || (status >= 500 && (told === undefined || afterMs !== null)),
    afterMs,
  }
}

function refusal(
  status: number,
  afterMs: number | null,
  told: TameError | undefined,
  server: string,
): TameError {
  if (status === 429) return tooOften(afterMs, told, server)
  if (told !== undefined) return inItsWords(told, status, afterMs)
  if (status === 401 || status === 403)
    return new AuthenticationError(
      'KEY_REFUSED',
      `The server at ${server} refuses the key (status ${status})`,
      {
        suggestions: ['tame config set api_key -'],
      },
    )
  if (status === 400 || status === 422)
    return new ValidationError(
      'REQUEST_REFUSED',
      `The server at ${server} does not understand what is asked (status ${status})`,
      {suggestions: ['Check that client and server are of the same version: tame status']},
    )
  if (status >= 500) return failing(status, server)
  const sentOn = status >= 300 && status < 400
  return notTame(
    server,
    sentOn ? `it sends on to another address (status ${status})` : `it answers with status ${status}`,
  )
}

const failing = (status: number, server: string): ConnectionError =>
  new ConnectionError('SERVER_FAILS', `The server at ${server} can't answer now (status ${status})`, {
    suggestions: [`tame status --api-url ${server}`, 'Look into the server’s own log'],
  })

function inItsWords(told: TameError, status: number, afterMs: number | null): TameError {
  const {code, message, suggestions, exitCode} = told
  if (isKeyTrouble(status, told)) return new AuthenticationError(code, message, {suggestions, exitCode})
  // A server that is full now is like one that is away: who waits for something finds another way, or comes back.
  if (status >= 500 && afterMs !== null) return new ConnectionError(code, message, {suggestions, exitCode})
  return told
}

const isKeyTrouble = (status: number, {exitCode}: TameError): boolean =>
  status === 401 || (status === 403 && exitCode === 5)

function tooOften(afterMs: number | null, told: TameError | undefined, server: string): RateLimitError {
  const {
    code = 'RATE_LIMITED',
    message = `The server at ${server} is asked too often`,
    suggestions = [],
  } = told ?? {}
  return new RateLimitError(code, message, afterMs, {suggestions})
}

/** Whoever answers there, it is not the API that this client speaks: nothing it says is believed. */
export const notTame = (server: string, what: string, cause?: unknown): ConnectionError =>
  new ConnectionError(
    'ANSWER_INVALID',
    `What answers at ${server} is no tame server that this client understands: ${what}`,
    {
      cause,
      suggestions: ['tame config get api_url', 'Check that client and server are of the same version'],
    },
  )

export const answerCut = (server: string, cause?: unknown): ConnectionError =>
  new ConnectionError('ANSWER_CUT', `The answer of the server at ${server} ended before its end`, {
    cause,
    suggestions: ['Ask again'],
  })

function unreachable(server: string, cause: unknown): ConnectionError {
  const code = codeOf(cause)
  const why = reasons[code] ?? (cause instanceof Error ? cause.message : String(cause))
  return new ConnectionError('SERVER_UNREACHABLE', `Can't reach the tame server at ${server}: ${why}`, {
    cause,
    suggestions: ['tame serve', 'tame config set api_url <url>'],
  })
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its name can’t be looked up now',
  ECONNRESET: 'it ended the connection',
  UND_ERR_SOCKET: 'it ended the connection',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
}

const tooSlow = (server: string, timeoutMs: number, cause: unknown): ConnectionError =>
  new ConnectionError(
    'SERVER_TIMEOUT',
    `The tame server at ${server} did not answer within ${timeoutMs / 1000} s`,
    {
      cause,
      suggestions: [`tame status --api-url ${server}`, 'Give it longer: --timeout SECONDS'],
    },
  )

/** Whether it was done is not known: the question may have been there already. */
export const interrupted = (server: string, cause: unknown): ConnectionError =>
  new ConnectionError('INTERRUPTED', `Interrupted before the tame server at ${server} answered`, {
    cause,
    suggestions: ['What was asked may be done all the same: tame logs'],
    exitCode: ExitCode.interrupted,
  })

const isTimeout = (cause: unknown): boolean =>
  /^UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT$|^UND_ERR_ABORTED$|^ETIMEDOUT$/.test(codeOf(cause)) ||
  (cause instanceof Error && cause.name === 'TimeoutError')

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''

/** Whether it was read to its end, and is no text. */
export const isNoText = (error: unknown): boolean => codeOf(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA'

/** As a number of seconds. The other form, a date, would be read by a clock that need not be the server's. */
const retryAfterMs = (header: string | undefined): number | null =>
  header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : null

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
