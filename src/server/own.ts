import {approvalNotFound} from '../engine/approvals/refusals.js'
import {logNotFound} from '../engine/result-recorder.js'
import {sessionNotFound} from '../engine/sessions.js'
import type {Approval} from '../model/approval.js'
import type {LogRecord} from '../model/log-record.js'
import type {Session} from '../model/session.js'
import type {Asker, Tame} from '../model/tame.js'
import {type Caller, seesAll} from './caller.js'
import {unless} from './expected.js'

export const askerOf = (caller: Caller): Asker => ({keyId: caller.keyId, anySession: seesAll(caller)})

/** A session that the caller may see. Another's is refused in the words for one that is not there, so that nobody learns that it is. */
export async function ownSession(tame: Tame, caller: Caller, id: string): Promise<Session> {
  const session = await tame.sessions.get(id)
  if (seesAll(caller) || session.openedBy === caller.keyId) return session
  throw sessionNotFound(id)
}

/** Whose a session is, to a caller; one that has no call yet is nobody's. */
export async function ownerOf(tame: Tame, caller: Caller, id: string): Promise<'own' | 'foreign' | 'nobody'> {
  if (seesAll(caller)) return 'own'
  const session = await tame.sessions.get(id).catch(unless('SESSION_NOT_FOUND'))
  if (session === undefined) return 'nobody'
  return session.openedBy === caller.keyId ? 'own' : 'foreign'
}

export async function ownRecord(tame: Tame, caller: Caller, logId: string): Promise<LogRecord> {
  const record = await tame.logs.get(logId)
  if (seesAll(caller) || record.keyId === caller.keyId) return record
  throw logNotFound(logId)
}

export async function ownApproval(tame: Tame, caller: Caller, id: string): Promise<Approval> {
  const approval = await tame.approvals.get(id)
  if (seesAll(caller) || approval.keyId === caller.keyId) return approval
  throw approvalNotFound(id)
}
