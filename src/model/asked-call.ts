import {TameError} from '../errors.js'
import type {Arguments, Call} from './call.js'
import {canonicalJson} from './canonical-json.js'
import {hasLoneSurrogate, invalidCall, JsonSnapshot, tooLarge} from './json-snapshot.js'
import {closestName} from './spelling.js'

const mostBytes = 1_048_576
const longestId = 1000

/** A call as it was when it was asked, checked; nobody can change it any more. */
export interface AskedCall extends Required<Call> {
  /** Canonical JSON of the arguments, and of the metadata: null when there are none. */
  readonly argsText: string
  readonly metadataText: string | null
}

/** Who calls, where the call does not say. */
export interface CallDefaults {
  readonly sessionId?: string | null
  readonly agentId?: string | null
  readonly userId?: string | null
}

const keys: ReadonlySet<string> = new Set(['tool', 'args', 'sessionId', 'agentId', 'userId', 'metadata'])

/** Takes a call as it is now. Throws INVALID_CALL where it can't be decided, recorded and returned as one thing. */
export function askedCall(given: Call, defaults: CallDefaults): AskedCall {
  try {
    return taken(given, defaults)
  } catch (error) {
    if (error instanceof TameError) throw error
    // A getter of the caller's own that throws.
    throw new TameError('INVALID_CALL', 'The call can’t be read', {cause: error})
  }
}

function taken(given: Call, defaults: CallDefaults): AskedCall {
  if (typeof given !== 'object' || given === null) throw invalidCall('A call is a map with tool and args')
  refuseUnknown(given)
  const args = new JsonSnapshot('args').takeMap(given.args)
  const argsText = canonicalJson(args)
  const metadata = takenMetadata(given.metadata)
  const metadataText = metadata === null ? null : canonicalJson(metadata)
  refuseLarge(argsText, metadataText ?? '')
  return {
    tool: checkedId('tool', given.tool, mostBytes),
    args,
    sessionId: optionalId('sessionId', given.sessionId, defaults.sessionId),
    agentId: optionalId('agentId', given.agentId, defaults.agentId),
    userId: optionalId('userId', given.userId, defaults.userId),
    metadata,
    argsText,
    metadataText,
  }
}

/** What is misspelt would be passed over otherwise: a call without its session escapes the session's limits. */
function refuseUnknown(given: object): void {
  for (const key of Object.keys(given)) {
    if (keys.has(key)) continue
    const meant = closestName(key, keys)
    throw invalidCall(
      `A call has no ${JSON.stringify(key.slice(0, 40))}`,
      meant === undefined ? [] : [`Did you mean ${meant}?`],
    )
  }
}

const takenMetadata = (given: Arguments | null | undefined): Arguments | null =>
  given === undefined || given === null ? null : new JsonSnapshot('metadata').takeMap(given)

function refuseLarge(argsText: string, metadataText: string): void {
  const length = argsText.length + metadataText.length
  // No character takes more than three bytes for each of its code units.
  if (length * 3 <= mostBytes) return
  if (Buffer.byteLength(argsText) + Buffer.byteLength(metadataText) > mostBytes)
    throw tooLarge('args and metadata')
}

const optionalId = (name: string, given: unknown, fallback: string | null | undefined): string | null => {
  const id = given === undefined ? fallback : given
  return id === undefined || id === null ? null : checkedId(name, id, longestId)
}

/** A text that names something: neither empty nor endless, and the same in every encoding. */
export function checkedId(name: string, id: unknown, longest = longestId): string {
  if (typeof id !== 'string' || id === '') throw invalidCall(`${name} must be a text that is not empty`)
  if (id.length > longest)
    throw invalidCall(`${name} is longer than ${longest.toLocaleString('en')} characters`)
  if (hasLoneSurrogate(id))
    throw invalidCall(`${name} is no well-formed text: it has half of a surrogate pair`)
  return id
}

/** Canonical JSON of all that makes it this call and no other. Holds secrets: to be sealed, never kept. */
export const callText = (call: AskedCall): string =>
  `{"agent_id":${canonicalJson(call.agentId)},"args":${call.argsText},"metadata":${call.metadataText},"session_id":${canonicalJson(call.sessionId)},"tool":${canonicalJson(call.tool)},"user_id":${canonicalJson(call.userId)}}`
