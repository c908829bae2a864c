import type {Fault} from '../api/error.js'
import {TameError} from '../errors.js'

/** An answer that is none: thrown wherever a request turns out not to be answerable. */
export class Refusal extends TameError {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly faults: readonly Fault[] | undefined

  constructor(
    status: number,
    code: string,
    message: string,
    {
      headers = {},
      faults,
      suggestions = [],
    }: {headers?: Record<string, string>; faults?: readonly Fault[]; suggestions?: readonly string[]} = {},
  ) {
    super(code, message, {suggestions, exitCode: status === 401 || status >= 500 ? 5 : 1})
    this.status = status
    this.headers = headers
    this.faults = faults
  }
}

export const notFound = (message: string, code = 'NOT_FOUND'): Refusal => new Refusal(404, code, message)

export const malformed = (faults: readonly Fault[]): Refusal =>
  new Refusal(422, 'INVALID_REQUEST', faults.map(({loc, msg}) => `${loc.join('.')}: ${msg}`).join('; '), {
    faults,
  })

export const forbidden = (message: string, suggestions: readonly string[] = []): Refusal =>
  new Refusal(403, 'FORBIDDEN', message, {suggestions})

export const unknownCaller = (message: string, suggestions: readonly string[] = []): Refusal =>
  new Refusal(401, 'UNAUTHORIZED', message, {headers: {'www-authenticate': 'Bearer'}, suggestions})

export const askedTooOften = (seconds: number): Refusal =>
  new Refusal(429, 'RATE_LIMITED', `Asked too often: try again in ${seconds} s`, {
    headers: {'retry-after': String(seconds)},
  })

const statuses: Readonly<Record<string, number>> = {
  LOG_NOT_FOUND: 404,
  SESSION_NOT_FOUND: 404,
  POLICY_NOT_FOUND: 404,
  KEY_NOT_FOUND: 404,
  APPROVAL_NOT_FOUND: 404,
  SESSION_MISMATCH: 403,
  APPROVAL_NOT_YOURS: 403,
  SESSION_NOT_YOURS: 403,
  APPROVAL_RESOLVED: 409,
  APPROVAL_ANSWERED: 409,
  APPROVAL_EDITED: 409,
  RESULT_REPORTED: 409,
  EVENT_ID_REUSED: 409,
  EVENT_ANSWER_LOST: 409,
  POLICY_VERSION_TAKEN: 409,
  NOTHING_TO_ERASE: 409,
  LEDGER_EMPTY: 409,
  INVALID_CALL: 422,
  INVALID_RESULT: 422,
  INVALID_ANSWER: 422,
  APPROVAL_EDIT_INVALID: 422,
  APPROVAL_EDIT_DENIED: 422,
  INVALID_VALUE: 422,
  REASON_MISSING: 422,
}

/** The status by which an error is told; nothing for what nobody foresaw. */
export function statusOf(error: unknown): number | undefined {
  if (error instanceof Refusal) return error.status
  if (!(error instanceof TameError)) return undefined
  return statuses[error.code] ?? 503
}
