import {byTimeout} from '../../ledger/approvals/approval-state.js'
import {
  type ApprovalScope,
  approvalScopes,
  type GivenAnswer,
  type GivenCancellation,
} from '../../model/approval.js'
import {checkedId} from '../../model/asked-call.js'
import type {Arguments} from '../../model/call.js'
import {canonicalJson} from '../../model/canonical-json.js'
import {JsonSnapshot, tooLarge} from '../../model/json-snapshot.js'
import {invalidAnswer} from './refusals.js'

const mostBytes = 1_048_576
const longestComment = 10_000

/** An answer as it was when it was given, checked. */
export interface TakenAnswer {
  readonly effect: 'approve' | 'deny'
  readonly by: string
  readonly comment: string | null
  readonly args: Arguments | null
  readonly scope: ApprovalScope
  readonly keyId: string | null
}

export function takenAnswer({
  effect,
  by,
  comment,
  args,
  scope = 'once',
  keyId = null,
}: GivenAnswer): TakenAnswer {
  if (effect !== 'approve' && effect !== 'deny') throw invalidAnswer('An answer is to approve or to deny')
  if (!approvalScopes.includes(scope)) throw invalidAnswer('An approval is good once, or for the session')
  const isEdited = args !== undefined && args !== null
  if (effect === 'deny' && (isEdited || scope === 'session'))
    throw invalidAnswer('What is denied has neither other arguments nor a session to be good for')
  return {
    effect,
    by: takenName(by),
    comment: takenComment(comment),
    args: isEdited ? takenArgs(args) : null,
    scope,
    keyId,
  }
}

export const takenCancellation = ({by, comment}: GivenCancellation) => ({
  by: takenName(by),
  comment: takenComment(comment),
})

function takenName(by: unknown): string {
  const name = checkedId('by', by)
  if (name === byTimeout) throw invalidAnswer(`Nobody may be called ${byTimeout}: the clock is`)
  return name
}

function takenComment(comment: unknown): string | null {
  if (comment === undefined || comment === null || comment === '') return null
  return checkedId('comment', comment, longestComment)
}

function takenArgs(given: Arguments): Arguments {
  const args = new JsonSnapshot('args').takeMap(given)
  if (Buffer.byteLength(canonicalJson(args)) > mostBytes) throw tooLarge('args')
  return args
}
