import type {WebSocket} from 'ws'
import {wireTimeOf} from '../../api/wire-time.js'
import type {Effect} from '../../model/effect.js'
import type {EventQuery, LedgerEvent} from '../../model/ledger-event.js'
import type {Caller} from '../caller.js'
import {plainEffect} from '../plain-decision.js'
import {statusOf} from '../refusal.js'
import {mostUnreadBytes} from './event-stream.js'
import type {Follower} from './followers.js'
import {perEvent} from './per-event.js'

const beatEveryMs = 30_000

/** Codes of RFC 6455 and its registry. */
const closeCode = {goingAway: 1001, notAllowed: 1008, failed: 1011, tryAgainLater: 1013} as const

/** Whose the first call of a session must be for it to be shown. */
export interface Opener {
  readonly keyId: string | null
}

/** A follower of one session by WebSocket, in the messages that clients of the plain wire know. */
export class SessionSocket implements Follower {
  private readonly beat: NodeJS.Timeout
  private isThere = true
  private last: number
  readonly query: EventQuery
  readonly caller: Caller
  private opener: Opener | undefined

  constructor(
    private readonly socket: WebSocket,
    {query, caller, opener}: {query: EventQuery; caller: Caller; opener: Opener | undefined},
    gone: () => void,
  ) {
    this.query = query
    this.caller = caller
    this.opener = opener
    this.last = query.after ?? 0
    this.beat = setInterval(() => this.look(), beatEveryMs).unref()
    socket.on('pong', () => {
      this.isThere = true
    })
    // What a client sends has no meaning here; what it breaks is its own connection.
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      clearInterval(this.beat)
      gone()
    })
  }

  offer(event: LedgerEvent): boolean {
    if (this.socket.bufferedAmount > mostUnreadBytes) {
      this.drop()
      return false
    }
    if (this.opener !== undefined && event.body['key_id'] !== this.opener.keyId) {
      this.leave(closeCode.notAllowed)
      return false
    }
    this.opener = undefined
    const message = bytesOf(event)
    if (message !== undefined) this.socket.send(message, {binary: false})
    this.last = event.seq
    return true
  }

  async drained(): Promise<void> {
    while (this.socket.bufferedAmount > mostUnreadBytes / 2 && this.socket.readyState === this.socket.OPEN)
      await new Promise((resolve) => setTimeout(resolve, 20))
  }

  get unreadBytes(): number {
    return this.socket.bufferedAmount
  }

  drop(): void {
    this.leave(closeCode.tryAgainLater)
  }

  end(error?: unknown): void {
    const isRefused = statusOf(error) === 401
    this.leave(
      error === undefined ? closeCode.goingAway : isRefused ? closeCode.notAllowed : closeCode.failed,
    )
  }

  /** The reason is the cursor to come back with. */
  private leave(code: number): void {
    this.socket.close(code, `after=${this.last}`)
    // One who does not read does not answer the farewell either.
    setTimeout(() => this.socket.terminate(), 1000).unref()
  }

  private look(): void {
    if (!this.isThere) this.socket.terminate()
    else this.socket.ping()
    this.isThere = false
  }
}

const bytesOf = perEvent((event) => {
  const message = messageOf(event)
  return message && Buffer.from(JSON.stringify(message))
})

/** What is sent of an event; nothing for those that the wire has no message for. */
function messageOf(event: LedgerEvent): object | undefined {
  if (event.kind === 'decision') return decisionMessage(event)
  return event.kind === 'result' ? resultMessage(event) : undefined
}

const decisionMessage = ({sessionId, at, body, content}: LedgerEvent): object => ({
  type: 'tool_call_decision',
  session_id: sessionId,
  log_id: body['log_id'],
  tool_name: body['tool_name'],
  decision: plainEffect(body['decision'] as Effect),
  rule_name: body['rule_name'],
  // Erased with the arguments it speaks of.
  reason: content?.['reason'] ?? '',
  timestamp: wireTimeOf(at),
  policy_version: body['policy_version'],
})

const resultMessage = ({sessionId, body, content}: LedgerEvent): object => ({
  type: 'tool_call_result',
  session_id: sessionId,
  log_id: body['log_id'],
  result: content?.['result'] ?? null,
  execution_status: body['status'],
})
