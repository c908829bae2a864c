import type {Call} from '../../model/call.js'
import {canonicalJson} from '../../model/canonical-json.js'
import type {Decision} from '../../model/decision.js'
import type {LogRecord} from '../../model/log-record.js'

/** A call that was decided, and how. */
export interface DecidedCall {
  readonly call: Call
  readonly decision: Decision
  /** Whether it was asked at this prompt, and not by somebody before. */
  readonly isOwn: boolean
}

export const mostDecided = 10

/**
 * The calls that were decided last, each once. In memory alone: the arguments of those asked here are as they were given, secrets
 * and all.
 */
export class Decided {
  private calls = new Map<string, DecidedCall>()

  add(call: Call, decision: Decision): void {
    const key = canonicalJson(call)
    this.calls.delete(key)
    this.calls.set(key, {call, decision, isOwn: true})
    this.keepNewest()
  }

  /** What was recorded before; the oldest first. A call with something hidden in it can't be decided again, and is left out. */
  addEarlier(records: readonly LogRecord[]): void {
    const earlier = records.filter(isWhole).map((record): [string, DecidedCall] => {
      const call = callOf(record)
      return [canonicalJson(call), {call, decision: record, isOwn: false}]
    })
    const own = [...this.calls]
    this.calls = new Map([...earlier.filter(([key]) => !this.calls.has(key)), ...own])
    this.keepNewest()
  }

  /** How a call is decided now. */
  replace(decided: DecidedCall, decision: Decision): void {
    this.calls.set(canonicalJson(decided.call), {...decided, decision})
  }

  /** The last that was asked here. */
  get last(): DecidedCall | undefined {
    return this.all.findLast(({isOwn}) => isOwn)
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
