import {erasureTargetJson, verification} from '../../api/audit.js'
import {logQueryJson} from '../../api/log-query.js'
import type {Checkpoint, Erasure, ErasureTarget, NoteReceipt, Proof, Verification} from '../../model/audit.js'
import type {LogQuery} from '../../model/log-filter.js'
import type {Audit, VerifyOptions} from '../../model/tame.js'
import {readValue} from './answer.js'
import type {Server} from './server.js'

export const createRemoteAudit = (server: Server): Audit => ({
  verify: (options = {}): Promise<Verification> => verify(server, options),
  checkpoint: (): Promise<Checkpoint> => server.ask('checkpoint'),
  proof: (logId): Promise<Proof> => server.ask('proof', {params: {log_id: logId}}),
  async *export(query: LogQuery = {}): AsyncGenerator<string> {
    yield* server.items('exportAudit', {query: logQueryJson(query)})
  },
  // Once: each attempt would be on record. Who says so, the server knows by the key.
  async note({type, details, sessionId = null}): Promise<NoteReceipt> {
    const body = {event_type: type, session_id: sessionId, details}
    const {seq, timestamp} = await server.askOnce('recordEvent', {body})
    return {seq, atMs: timestamp}
  },
  // Once: the second of two erasures finds nothing more to erase, and would say so.
  erase: (target: ErasureTarget, reason: string): Promise<Erasure> =>
    server.askOnce('erase', {body: {...erasureTargetJson(target), reason}}),
})

/** The lines tell how far it has come, their end what was found. */
async function verify(server: Server, {onProgress, checkpoint}: VerifyOptions): Promise<Verification> {
  const lines = server.items('verify', {query: {checkpoint}})
  for (;;) {
    const next = await lines.next()
    if (next.done === true) return readValue(next.value, verification, server.shown) as Verification
    onProgress?.(next.value.done, next.value.total)
  }
}
