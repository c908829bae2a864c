import * as z from 'zod/mini'
import type {Checkpoint, Erasure, ErasureTarget, Proof, Verification} from '../model/audit.js'
import {count, textOrNull} from './fields.js'

const failure = z.object({
  seq: z.nullable(z.number()),
  what: z.string(),
  expected: z.string(),
  actual: z.string(),
})

/** What `verify` found. Its nouns have the names of its JSON. */
export const verification = z.object({
  ok: z.boolean(),
  origin: textOrNull,
  entries: count,
  root: z.string(),
  checkpoints: count,
  failures: z.array(failure),
  remarks: z.array(z.object({seq: z.nullable(z.number()), what: z.string()})),
}) satisfies z.ZodMiniType<Verification>

export const checkpoint = z.object({
  origin: z.string(),
  size: count,
  root: z.string(),
  note: z.string(),
}) satisfies z.ZodMiniType<Checkpoint>

export const proof = z.object({
  seq: count,
  entry: z.string(),
  hash: z.string(),
  path: z.array(z.string()),
  checkpoint,
}) satisfies z.ZodMiniType<Proof>

export const erasure = z.object({
  seq: count,
  entries: count,
  cleared: z.boolean(),
}) satisfies z.ZodMiniType<Erasure>

/** What to erase, and why. */
export const erasureBody = z.pipe(
  z
    .object({
      log_id: z.optional(z.string()),
      session_id: z.optional(z.string()),
      reason: z.string().check(z.minLength(1, {error: 'must not be empty'})),
    })
    .check(
      z.refine(({log_id, session_id}) => (log_id === undefined) !== (session_id === undefined), {
        error: 'must name either a log_id or a session_id',
      }),
    ),
  z.transform(({log_id, session_id, reason}): {target: ErasureTarget; reason: string} => ({
    target: log_id === undefined ? {sessionId: session_id ?? ''} : {logId: log_id},
    reason,
  })),
)

export const erasureTargetJson = (target: ErasureTarget): {log_id: string} | {session_id: string} =>
  'logId' in target ? {log_id: target.logId} : {session_id: target.sessionId}
