import {longestWaitMs} from '../../api/approval.js'
import {TameError} from '../../errors.js'
import type {Approval, WaitOptions} from '../../model/approval.js'
import {ApprovalTimeoutError} from '../../model/approval-timeout.js'
import type {LedgerEvent} from '../../model/ledger-event.js'
import {ConnectionError, RateLimitError} from '../failures.js'
import {followEvents} from './follow-events.js'
import type {Server} from './server.js'

/**
 * Waits until an approval is resolved: by events; where none come through, by questions whose answer waits; where those are
 * cut off too, by asking now and then.
 */
export async function waitForApproval(server: Server, id: string, options: WaitOptions): Promise<Approval> {
  const patience = new Patience(server, id, options)
  try {
    const wait = new RemoteWait(server, id, patience)
    const first = await wait.ask()
    if (first.status !== 'pending') return first
    patience.check()
    return (await wait.byEvents(first)) ?? (await wait.byLongQuestions()) ?? (await wait.byQuestions())
  } finally {
    patience.end()
  }
}

/** How long is waited, and whether anybody does still. */
class Patience {
  private readonly over = new AbortController()
  readonly signal: AbortSignal
  private readonly untilMs: number

  constructor(
    private readonly server: Server,
    private readonly id: string,
    private readonly options: WaitOptions,
  ) {
    const {timeoutMs = Number.POSITIVE_INFINITY, signal} = options
    this.untilMs = server.timing.nowMs() + timeoutMs
    this.signal = signal === undefined ? this.over.signal : AbortSignal.any([signal, this.over.signal])
  }

  get leftMs(): number {
    return Math.max(0, this.untilMs - this.server.timing.nowMs())
  }

  /** Passes so much time, or what is left of it. */
  pause(ms: number, signal = this.signal): Promise<void> {
    return this.server.timing.pause(Math.min(ms, this.leftMs), signal)
  }

  /** Throws when nobody waits any more. */
  check(): void {
    this.options.signal?.throwIfAborted()
    if (this.server.isClosed) throw closed()
    if (this.leftMs <= 0) throw new ApprovalTimeoutError(this.id, this.options.timeoutMs ?? 0)
  }

  end(): void {
    this.over.abort()
  }
}

/** However many events come through, it is looked at after this time: a proxy may keep them. */
const lookEveryMs = 60_000

const firstPauseMs = 2000
const longestPauseMs = 60_000

/** So many attempts in a row may fail. */
const mostFailures = 50

class RemoteWait {
  constructor(
    private readonly server: Server,
    private readonly id: string,
    private readonly patience: Patience,
  ) {}

  ask(waitMs?: number): Promise<Approval> {
    const query = {wait_ms: waitMs?.toString()}
    const isPatient = waitMs !== undefined
    return this.server.ask('getApproval', {params: {approval_id: this.id}, query, isPatient})
  }

  /** Nothing when events can't be followed. */
  async byEvents({seq, sessionId}: Approval): Promise<Approval | undefined> {
    const ending = new AbortController()
    const signal = AbortSignal.any([this.patience.signal, ending.signal])
    const query = {kinds: ['approval'], signal, ...(sessionId !== null && {sessionId})}
    // Without another attempt: there is another way, by which an answer given meanwhile is seen.
    const events = followEvents(this.server, query, Promise.resolve(seq), 0)
    try {
      return await this.resolvedAmong(events[Symbol.asyncIterator]())
    } catch (error) {
      return this.unlessFinal(error)
    } finally {
      ending.abort()
    }
  }

  private async resolvedAmong(events: AsyncIterator<LedgerEvent>): Promise<Approval | undefined> {
    let next = events.next()
    for (;;) {
      const event = await this.soon(next)
      this.patience.check()
      if (event?.done === true) return undefined
      if (event !== undefined) next = events.next()
      if (event !== undefined && event.value.body['approval_id'] !== this.id) continue
      const approval = await this.ask()
      if (approval.status !== 'pending') return approval
    }
  }

  /** Nothing when that takes long. */
  private async soon<Value>(awaited: Promise<Value>): Promise<Value | undefined> {
    const over = new AbortController()
    try {
      const pause = this.patience.pause(lookEveryMs, AbortSignal.any([this.patience.signal, over.signal]))
      return await Promise.race([awaited, pause.then(() => undefined)])
    } finally {
      over.abort()
    }
  }

  /** Nothing when answers don't wait. */
  async byLongQuestions(): Promise<Approval | undefined> {
    // Half of the time that an answer may take: what is on its way is not cut off.
    const longMs = Math.min(longestWaitMs, this.server.timeoutMs / 2)
    try {
      for (let early = 0; early < 3; ) {
        this.patience.check()
        const startMs = this.server.timing.nowMs()
        const waitMs = Math.floor(Math.min(longMs, this.patience.leftMs))
        const approval = await this.ask(waitMs)
        if (approval.status !== 'pending') return approval
        // Whoever answers at once without there being an answer does not wait.
        early = this.server.timing.nowMs() - startMs < waitMs / 2 ? early + 1 : 0
      }
      return undefined
    } catch (error) {
      return this.unlessFinal(error)
    }
  }

  async byQuestions(): Promise<Approval> {
    const {random} = this.server.timing
    for (let pauseMs = firstPauseMs, failures = 0; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      await this.patience.pause(pauseMs * (0.9 + random() / 5))
      try {
        const approval = await this.ask()
        if (approval.status !== 'pending') return approval
        failures = 0
      } catch (error) {
        if (++failures >= mostFailures) throw error
        this.unlessFinal(error)
      }
      this.patience.check()
    }
  }

  /** What another way of waiting may get around is passed over. */
  private unlessFinal(error: unknown): undefined {
    this.patience.check()
    if (error instanceof ConnectionError || error instanceof RateLimitError) return undefined
    if (error instanceof TameError && error.code === 'FORBIDDEN') return undefined
    throw error
  }
}

const closed = (): TameError =>
  new TameError('CLOSED', 'This tame was closed while an approval was waited for')
