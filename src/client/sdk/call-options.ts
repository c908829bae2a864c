import type {WaitOptions} from '../../model/approval.js'
import type {Arguments, Call} from '../../model/call.js'
import {isPlainMap} from '../../model/json-snapshot.js'
import {ValidationError} from '../failures.js'
import type {Caller} from './connection.js'
import {refuseUnknownOptions} from './known-options.js'

/** Who calls, where it is not who the client says. */
export interface CallerOptions {
  readonly sessionId?: string | null
  readonly agentId?: string | null
  readonly userId?: string | null
  /** Added to the client's own; of a key that both have, this one counts. */
  readonly metadata?: Arguments
}

export interface CallOptions extends CallerOptions {
  /** Your own id of the event: the same one gives the first answer again, so that asking twice counts once. */
  readonly eventId?: string
  /** Lets the call run whatever the policy says, and records that. */
  readonly bypass?: boolean
  readonly raiseOnDeny?: boolean
  readonly raiseOnApprove?: boolean
}

export interface ExecuteOptions extends CallOptions {
  /** Runs only what a person has agreed to, also where the policy would let it run without. */
  readonly requireApproval?: boolean
  /** Where a person has to agree: waits until they have, instead of an error that names the question. */
  readonly wait?: boolean | WaitOptions
}

/** What a call is asked with that is waited for. */
export interface GateOptions extends Omit<CallOptions, 'raiseOnDeny' | 'raiseOnApprove'>, WaitOptions {}

const known = [
  'sessionId',
  'agentId',
  'userId',
  'metadata',
  'eventId',
  'bypass',
  'raiseOnDeny',
  'raiseOnApprove',
  'requireApproval',
  'wait',
] as const satisfies readonly (keyof ExecuteOptions)[]

/** A call as it is asked about. What it is made of is checked by whoever decides. */
export function createCall(tool: string, args: Arguments, caller: Caller, options: CallerOptions): Call {
  refuseUnknownOptions(options, known)
  const {
    sessionId = caller.sessionId,
    agentId = caller.agentId,
    userId = caller.userId,
    metadata = {},
  } = options
  // Spread, what is no plain map would be empty.
  if (!isPlainMap(metadata)) throw notPlain()
  return {tool, args, sessionId, agentId, userId, metadata: {...caller.metadata, ...metadata}}
}

export const notPlain = (): ValidationError =>
  new ValidationError('INVALID_CALL', 'metadata must be a plain map of JSON values')
