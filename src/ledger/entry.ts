import {canonicalText} from '../model/canonical-json.js'
import {flatText} from './flat-text.js'
import {leafHash} from './hash.js'
import {isoTime} from './iso-time.js'

/** What an entry is hashed of. */
export interface EntryParts {
  readonly seq: number
  readonly atMs: number
  readonly kind: string
  readonly sessionId: string | null
  /** The hash of the entry before it. */
  readonly prev: string
  /** Canonical JSON. */
  readonly body: string
}

/** An entry's canonical bytes: RFC 8785 of its parts, which are put together in their order, the body as it is. */
export function entryText({seq, atMs, kind, sessionId, prev, body}: EntryParts): string {
  const session = sessionId === null ? 'null' : canonicalText(sessionId)
  return `{"at":"${isoTime(atMs)}","body":${flatText(body)},"kind":${canonicalText(kind)},"prev":"${prev}","seq":${seq},"session_id":${session}}`
}

/** An entry's hash. */
export const sealEntry = (parts: EntryParts): string => leafHash(entryText(parts))
