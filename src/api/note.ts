import * as z from 'zod/mini'
import type {Note} from '../model/audit.js'
import {count, map, textOrNull, time} from './fields.js'

/** Something to put on record. A key that has no meaning here is a detail: on a record, nothing that was said may be missing. */
export const noteBody = z.pipe(
  z.looseObject({
    event_type: z.string(),
    session_id: z.optional(textOrNull),
    details: z.optional(z.nullable(map)),
  }),
  z.transform(
    ({event_type, session_id, details, ...others}): Omit<Note, 'by'> => ({
      type: event_type,
      sessionId: session_id ?? null,
      details: Object.keys(others).length === 0 ? (details ?? {}) : {...others, ...(details && {details})},
    }),
  ),
)

export const noteReceipt = z.object({status: z.literal('recorded'), seq: count, timestamp: time})
