import * as z from 'zod/mini'
import type {CallResult} from '../model/call-result.js'
import {numberOrNull, textOrNull} from './fields.js'

/** What came of a call, as it is reported. */
export const callResult = z.pipe(
  z.object({
    status: z.string(),
    result: z.optional(z.unknown()),
    error: z.optional(textOrNull),
    duration_ms: z.optional(numberOrNull),
    cost: z.optional(numberOrNull),
  }),
  z.transform(
    ({status, result, error, duration_ms, cost}): Required<CallResult> => ({
      status,
      result: result ?? null,
      error: error ?? null,
      durationMs: duration_ms ?? null,
      cost: cost ?? null,
    }),
  ),
)

export const callResultJson = (result: CallResult): z.input<typeof callResult> => ({
  status: result.status,
  result: result.result ?? null,
  error: result.error ?? null,
  duration_ms: result.durationMs ?? null,
  cost: result.cost ?? null,
})
