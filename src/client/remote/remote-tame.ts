import type {AnswerOf, JsonOperationName, LinesOperationName} from '../../api/answer-of.js'
import {erasureTargetJson} from '../../api/audit.js'
import {type CallJson, callJson} from '../../api/call.js'
import {callResultJson} from '../../api/call-result.js'
import {logQueryJson} from '../../api/log-query.js'
import {operations} from '../../api/operations.js'
import {TameError} from '../../errors.js'
import type {Erasure, ErasureTarget, Verification} from '../../model/audit.js'
import type {Call} from '../../model/call.js'
import type {CallResult} from '../../model/call-result.js'
import type {Decision} from '../../model/decision.js'
import type {EventQuery, LedgerEvent} from '../../model/ledger-event.js'
import type {LogQuery} from '../../model/log-filter.js'
import type {SessionPage, SessionQuery} from '../../model/session.js'
import type {Status} from '../../model/status.js'
import type {
  Audit,
  EnforceOptions,
  Logs,
  PolicyDesk,
  ReportOptions,
  Sessions,
  Tame,
  VerifyOptions,
} from '../../model/tame.js'
import {readAnswer, readItems, readValue} from './answer.js'
import {followEvents} from './follow-events.js'
import type {Asked, Server} from './server.js'
import {type Caller, sentCall} from './sent-call.js'

export interface RemoteOptions {
  readonly server: Server
  readonly newId: () => string
  /** Who calls, where a call does not say. */
  readonly caller?: Caller
}

/** tame on a server. */
export const createRemoteTame = (options: RemoteOptions): Tame => new RemoteTame(options)

class RemoteTame implements Tame {
  readonly logs: Logs
  readonly sessions: Sessions
  readonly policy: PolicyDesk
  readonly audit: Audit
