import * as z from 'zod/mini'
import {type Key, type NewKey, roles} from '../model/key.js'
import {time} from './fields.js'
import {wireTime} from './wire-time.js'

const keyObject = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(roles),
  hint: z.string(),
  created_at: time,
  revoked_at: z.nullable(time),
})

/** A key, without what it says. */
export const key = z.pipe(
  keyObject,
  z.transform(
    ({created_at, revoked_at, ...rest}): Key => ({
      ...rest,
      createdAtMs: created_at,
      revokedAtMs: revoked_at,
    }),
  ),
)

/** A new key; what it says is shown this once. */
export const newKey = z.object({key, secret: z.string()}) satisfies z.ZodMiniType<NewKey>

export const newKeyBody = z.object({
  name: z
    .string()
    .check(
      z.regex(/^[^\p{Cc}\p{Bidi_Control}]{1,200}$/u, {error: 'must be 1 to 200 characters on one line'}),
    ),
  role: z.enum(roles),
})

export type KeyJson = z.input<typeof keyObject>

export const keyJson = (key: Key): KeyJson => ({
  id: key.id,
  name: key.name,
  role: key.role,
  hint: key.hint,
  created_at: wireTime(key.createdAtMs),
  revoked_at: key.revokedAtMs === null ? null : wireTime(key.revokedAtMs),
})
