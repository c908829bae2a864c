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
      note_seq: z.optional(z.int().check(z.positive())),
      session_id: z.optional(z.string()),
      reason: z.string().check(z.minLength(1, {error: 'must not be empty'})),
    })
    .check(
      z.refine((body) => targetsIn(body).length === 1, {
        error: 'must name one of log_id, note_seq and session_id',
      }),
    ),
  z.transform((body): {target: ErasureTarget; reason: string} => {
    const [target = {sessionId: ''}] = targetsIn(body)
    return {target, reason: body.reason}
  }),
)

interface NamedTargets {
  readonly log_id?: string | undefined
  readonly note_seq?: number | undefined
  readonly session_id?: string | undefined
}

const targetsIn = ({
  log_id: logId,
  note_seq: noteSeq,
  session_id: sessionId,
}: NamedTargets): ErasureTarget[] => [
  ...(logId === undefined ? [] : [{logId}]),
  ...(noteSeq === undefined ? [] : [{noteSeq}]),
  ...(sessionId === undefined ? [] : [{sessionId}]),
]

export function erasureTargetJson(target: ErasureTarget): NamedTargets {
  if ('sessionId' in target) return {session_id: target.sessionId}
  return 'logId' in target ? {log_id: target.logId} : {note_seq: target.noteSeq}
}
