import {TameError} from '../errors.js'
import {checkedId} from './asked-call.js'
import type {CallResult} from './call-result.js'
import {canonicalJson} from './canonical-json.js'
import {JsonSnapshot, tooLarge} from './json-snapshot.js'
import type {ReportOptions} from './tame.js'

const mostBytes = 1_048_576

/** Sums of such are exact enough, and never endless. */
const mostAmount = 1_000_000_000_000

/** A result as it was when it was reported, checked. */
export interface Reported extends Required<CallResult> {
  readonly logId: string
  /** The session the call must be of; null where any will do. */
  readonly ofSession: string | null
  /** Canonical JSON of the whole result. Holds secrets: to be sealed, never kept. */
  readonly text: string
}

/** Takes a result as it is now. Throws INVALID_RESULT where it can't be recorded. */
export function reportedResult(logId: string, given: CallResult, options: ReportOptions): Reported {
  try {
    return taken(logId, given, options)
  } catch (error) {
    if (!(error instanceof TameError)) throw invalidResult('The result can’t be read', error)
    throw invalidResult(error.message, error)
  }
}

function taken(logId: string, given: CallResult, {sessionId}: ReportOptions): Reported {
  const result = {
    status: checkedId('status', given.status),
    result: takenValue('result', given.result),
    error: errorOf(given.error),
    durationMs: amountOf('durationMs', given.durationMs),
    cost: amountOf('cost', given.cost),
  }
  const text = canonicalJson(result)
  if (text.length * 3 > mostBytes && Buffer.byteLength(text) > mostBytes) throw tooLarge('The result')
  return {...result, logId: checkedId('logId', logId), ofSession: sessionId ?? null, text}
}

const takenValue = (name: string, given: unknown): unknown =>
  given === undefined ? null : new JsonSnapshot(name).take(given)

function errorOf(given: unknown): string | null {
  if (given === undefined || given === null) return null
  if (typeof given !== 'string') throw invalidResult('error must be a text')
  return new JsonSnapshot('error').take(given) as string
}

function amountOf(name: string, given: unknown): number | null {
  if (given === undefined || given === null) return null
  if (typeof given === 'number' && Number.isFinite(given) && given >= 0 && given <= mostAmount)
    return given + 0
  throw invalidResult(`${name} must be a number from 0 to ${mostAmount}`)
}

const invalidResult = (message: string, cause?: unknown): TameError =>
  new TameError('INVALID_RESULT', message, {cause})
