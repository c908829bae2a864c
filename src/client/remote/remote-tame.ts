import {callJson, enforceJson} from '../../api/call.js'
import {callResultJson} from '../../api/call-result.js'
import type {TameError} from '../../errors.js'
import {type AskedCall, askedCall, type CallDefaults, checkedId} from '../../model/asked-call.js'
import type {Call} from '../../model/call.js'
import type {CallResult} from '../../model/call-result.js'
import {canonicalJson} from '../../model/canonical-json.js'
import type {Decision} from '../../model/decision.js'
import {runs} from '../../model/effect.js'
import type {Explanation} from '../../model/explanation.js'
import type {EventQuery, LedgerEvent} from '../../model/ledger-event.js'
import {reportedResult} from '../../model/reported.js'
import type {Status} from '../../model/status.js'
import type {
  Approvals,
  Audit,
  EnforceOptions,
  Keys,
  Logs,
  PolicyDesk,
  ReportOptions,
  Sessions,
  Tame,
} from '../../model/tame.js'
import {followEvents} from './follow-events.js'
import {createRemoteApprovals} from './remote-approvals.js'
import {createRemoteAudit} from './remote-audit.js'
import {createRemoteKeys} from './remote-keys.js'
import {createRemoteLogs} from './remote-logs.js'
import {createRemotePolicyDesk} from './remote-policy-desk.js'
import {createRemoteSessions} from './remote-sessions.js'
import type {Server} from './server.js'
import {notTame} from './trouble.js'

export interface RemoteOptions {
  readonly server: Server
  readonly newId: () => string
  /** Who calls, where a call does not say. */
  readonly caller?: CallDefaults
  /** Lets every call run, and has the server record that it was let. */
  readonly bypass?: boolean
}

/** tame on a server. */
export const createRemoteTame = (options: RemoteOptions): Tame => new RemoteTame(options)

class RemoteTame implements Tame {
  readonly logs: Logs
  readonly sessions: Sessions
  readonly policy: PolicyDesk
  readonly audit: Audit
  readonly approvals: Approvals
  readonly keys: Keys
  /** Followers who don't know yet where they begin. */
  private readonly beginning = new Set<Promise<number>>()

  constructor(private readonly options: RemoteOptions) {
    const {server} = options
    this.logs = createRemoteLogs(server)
    this.approvals = createRemoteApprovals(server)
    this.sessions = createRemoteSessions(server)
    this.policy = createRemotePolicyDesk(server)
    this.audit = createRemoteAudit(server)
    this.keys = createRemoteKeys(server)
  }

  async enforce(call: Call, options: EnforceOptions = {}): Promise<Decision> {
    const {server, caller = {}, bypass: always = false, newId} = this.options
    const asked = askedCall(call, caller)
    const {eventId, bypass = always} = options
    // Always with an id: an attempt whose answer was lost must not count as another call.
    const event = eventId === undefined ? newId() : checkedId('eventId', eventId)
    const body = enforceJson(asked, {eventId: event, bypass})
    // A follower "from now on" is told of this call, although both ask at the same time.
    if (this.beginning.size > 0) await Promise.allSettled(this.beginning)
    return this.inEarnest(asked, await server.ask('enforce', {body}))
  }

  async test(call: Call): Promise<Decision> {
    const asked = askedCall(call, this.options.caller ?? {})
    return this.about(asked, await this.options.server.ask('test', {body: callJson(asked)}))
  }

  async explain(call: Call): Promise<{decision: Decision; explanation: Explanation}> {
    const asked = askedCall(call, this.options.caller ?? {})
    const explained = await this.options.server.ask('explain', {body: callJson(asked)})
    this.about(asked, explained.decision)
    return explained
  }

  async report(logId: string, result: CallResult, options: ReportOptions = {}): Promise<void> {
    const reported = reportedResult(logId, result, options)
    await this.options.server.ask('report', {
      params: {log_id: reported.logId},
      query: {session_id: options.sessionId},
      body: callResultJson(reported),
    })
  }

  events(query: EventQuery = {}): AsyncIterable<LedgerEvent> {
    return followEvents(
      this.options.server,
      query,
      query.after === undefined ? this.now() : Promise.resolve(query.after),
    )
  }

  async status(): Promise<Status> {
    const {server} = this.options
    return {mode: 'remote', apiUrl: server.shown, ...(await server.ask('status'))}
  }

  close(): Promise<void> {
    return this.options.server.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** The last entry as it is now. */
  private now(): Promise<number> {
    const now = this.options.server.ask('status').then(({store}) => store.entries)
    this.beginning.add(now)
    const begun = (): boolean => this.beginning.delete(now)
    // Whoever follows is told of an error when they read.
    now.then(begun, begun)
    return now
  }

  /** An answer about another call, which something between here and the server has kept, decides nothing. */
  private about(asked: AskedCall, decision: Decision): Decision {
    if (decision.tool === asked.tool && (asked.sessionId ?? decision.sessionId) === decision.sessionId)
      return decision
    throw this.answersAboutAnother()
  }

  /** An answer by which a tool is run: on record, and with the arguments that were asked about, unless it says that it changes them. */
  private inEarnest(asked: AskedCall, answer: Decision): Decision {
    const {effect, ruling, enforced, logId, args} = this.about(asked, answer)
    if (logId === null || logId === '')
      throw notTame(this.options.server.shown, 'it decides without a record')
    if (enforced && ruling === 'deny' && runs(effect))
      throw notTame(this.options.server.shown, 'it lets run what it denies')
    if (effect === 'allow' && canonicalJson(args) !== asked.argsText) throw this.answersAboutAnother()
    return answer
  }

  private answersAboutAnother(): TameError {
    return notTame(this.options.server.shown, 'it answers about another call')
  }
}
