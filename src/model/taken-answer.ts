import {ExitCode, TameError} from '../errors.js'
import {type ApprovalScope, approvalScopes, type GivenAnswer, type GivenCancellation} from './approval.js'
import {checkedId} from './asked-call.js'
import type {Arguments} from './call.js'
import {canonicalJson} from './canonical-json.js'
import {JsonSnapshot, tooLarge} from './json-snapshot.js'
import {closestName} from './spelling.js'

const mostBytes = 1_048_576
const longestComment = 10_000

/** Who resolves what nobody answered. No person has this name. */
export const byTimeout = 'timeout'

/** An answer as it was when it was given, checked. */
export interface TakenAnswer {
  readonly effect: 'approve' | 'deny'
  readonly by: string
  readonly comment: string | null
  readonly args: Arguments | null
  readonly scope: ApprovalScope
  readonly seq: number | null
  readonly keyId: string | null
}

export interface TakenCancellation {
  readonly by: string
  readonly comment: string | null
}

/** Takes an answer as it is now. Throws INVALID_ANSWER, or what is wrong with its parts. */
export function takenAnswer(given: GivenAnswer): TakenAnswer {
  refuseUnknown(given, answerKeys)
  const {effect, by, comment, args, scope = 'once', seq = null, keyId = null} = given
  if (effect !== 'approve' && effect !== 'deny') throw invalidAnswer('An answer is to approve or to deny')
  if (!approvalScopes.includes(scope)) throw invalidAnswer('An approval is good once, or for the session')
  if (seq !== null && !(Number.isSafeInteger(seq) && seq > 0))
    throw invalidAnswer('The seq of an answer is that of the approval which was seen')
  const isEdited = args !== undefined && args !== null
  if (effect === 'deny' && (isEdited || scope === 'session'))
    throw invalidAnswer('What is denied has neither other arguments nor a session to be good for')
  return {
    effect,
    by: takenName(by),
    comment: takenComment(comment),
    args: isEdited ? takenArgs(args) : null,
    scope,
    seq,
    keyId,
  }
}

export function takenCancellation(given: GivenCancellation): TakenCancellation {
  refuseUnknown(given, cancellationKeys)
  return {by: takenName(given.by), comment: takenComment(given.comment)}
}

const answerKeys = [
  'effect',
  'by',
  'comment',
  'args',
  'scope',
  'seq',
  'keyId',
] as const satisfies (keyof GivenAnswer)[]
const cancellationKeys = ['by', 'comment'] as const satisfies (keyof GivenCancellation)[]

/** What is misspelt would be passed over otherwise: arguments that were edited would be approved as they were. */
function refuseUnknown(given: object, known: readonly string[]): void {
  const unknown = Object.keys(given).find((key) => !known.includes(key))
  if (unknown === undefined) return
  const meant = closestName(unknown, known)
  throw invalidAnswer(
    `An answer has no ${JSON.stringify(unknown.slice(0, 40))}`,
    meant === undefined ? [] : [`Did you mean ${meant}?`],
  )
}

function takenName(by: unknown): string {
  const name = checkedId('by', by)
  if (name === byTimeout) throw invalidAnswer(`Nobody may be called ${byTimeout}: the clock is`)
  return name
}

function takenComment(comment: unknown): string | null {
  return comment === undefined || comment === null || comment === ''
    ? null
    : checkedId('comment', comment, longestComment)
}

function takenArgs(given: Arguments): Arguments {
  const args = new JsonSnapshot('args').takeMap(given)
  if (new TextEncoder().encode(canonicalJson(args)).length > mostBytes) throw tooLarge('args')
  return args
}

export const invalidAnswer = (message: string, suggestions: readonly string[] = []): TameError =>
  new TameError('INVALID_ANSWER', message, {suggestions, exitCode: ExitCode.misuse})
