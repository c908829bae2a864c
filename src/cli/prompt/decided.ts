import type {Call} from '../../model/call.js'
import {canonicalJson} from '../../model/canonical-json.js'
import type {Decision} from '../../model/decision.js'

/** A call that was decided at the prompt, and how. */
export interface DecidedCall {
  readonly call: Call
  readonly decision: Decision
}

const mostKept = 10

/** The calls that were decided last, each once. In memory alone: their arguments are as they were given, secrets and all. */
export class Decided {
  private readonly calls = new Map<string, DecidedCall>()

  add(call: Call, decision: Decision): void {
    const key = canonicalJson(call)
    this.calls.delete(key)
    this.calls.set(key, {call, decision})
    const [oldest] = this.calls.keys()
    if (this.calls.size > mostKept && oldest !== undefined) this.calls.delete(oldest)
  }

  /** How a call is decided now, in its old place. */
  replace(call: Call, decision: Decision): void {
    this.calls.set(canonicalJson(call), {call, decision})
  }

  get last(): DecidedCall | undefined {
    return this.all.at(-1)
  }

  /** The oldest first. */
  get all(): readonly DecidedCall[] {
    return [...this.calls.values()]
  }
}
