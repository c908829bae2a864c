import type {Call} from '../../model/call.js'
import {canonicalJson} from '../../model/canonical-json.js'
import type {Decision} from '../../model/decision.js'
import type {LogRecord} from '../../model/log-record.js'

/** A call that was decided, and how. */
export interface DecidedCall {
  readonly call: Call
  readonly decision: Decision
}

/** The call that was asked last. */
export interface AskedCall {
  readonly call: Call
  readonly isDryRun: boolean
  /** Nothing when it could not be decided. */
  readonly decision: Decision | undefined
}

export const mostDecided = 10

/**
 * The calls that were decided last, each once. In memory alone: the arguments of those asked here are as they were given, secrets
 * and all.
 */
export class Decided {
  private calls = new Map<string, DecidedCall>()
  private asked: Omit<AskedCall, 'decision'> | undefined
  private isAnswered = false
  /** Whether what was asked last never came to be a call. */
  hasFailed = false

  /** Something is about to be asked: what is said of the last call must not be said of the one before it. */
  begin(): void {
    this.asked = undefined
    this.isAnswered = false
    this.hasFailed = true
  }

  ask(call: Call, isDryRun: boolean): void {
    this.asked = {call, isDryRun}
    this.hasFailed = false
  }

  add(call: Call, decision: Decision): void {
    const key = canonicalJson(call)
    this.calls.delete(key)
    this.calls.set(key, {call, decision})
    this.keepNewest()
    this.isAnswered = true
  }

  /** What was recorded before; the oldest first. A call with something hidden in it can't be decided again, and is left out. */
  addEarlier(records: readonly LogRecord[]): void {
    const earlier = records.filter(isWhole).map((record): [string, DecidedCall] => {
      const call = callOf(record)
      return [canonicalJson(call), {call, decision: record}]
    })
    const own = [...this.calls]
    this.calls = new Map([...earlier.filter(([key]) => !this.calls.has(key)), ...own])
    this.keepNewest()
  }

  /** How a call is decided now. */
  replace(decided: DecidedCall, decision: Decision): void {
    this.calls.set(canonicalJson(decided.call), {...decided, decision})
  }

  /** The last that was asked here, as it is decided by now. */
  get last(): AskedCall | undefined {
    if (this.asked === undefined) return undefined
    const decision = this.isAnswered ? this.calls.get(canonicalJson(this.asked.call))?.decision : undefined
    return {...this.asked, decision}
  }

  /** The oldest first. */
  get all(): readonly DecidedCall[] {
    return [...this.calls.values()]
  }

  private keepNewest(): void {
    this.calls = new Map([...this.calls].slice(-mostDecided))
  }
}

const callOf = ({tool, args, givenArgs, sessionId, agentId, userId, metadata}: LogRecord): Call => ({
  tool,
  args: givenArgs ?? args,
  sessionId,
  agentId,
  userId,
  metadata,
})

const isWhole = (record: LogRecord): boolean =>
  !record.isErased &&
  !JSON.stringify([record.givenArgs ?? record.args, record.metadata]).includes('[redacted]')
