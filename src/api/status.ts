import * as z from 'zod/mini'
import type {Status} from '../model/status.js'
import {count} from './fields.js'
import {policyInForce, policyJson} from './policy.js'

const statusObject = z.object({
  version: z.string(),
  healthy: z.boolean(),
  policy: z.nullable(policyInForce),
  problems: z.array(z.object({code: z.string(), message: z.string(), suggestions: z.array(z.string())})),
  store: z.object({
    kind: z.enum(['sqlite', 'postgres']),
    location: z.string(),
    entries: count,
    decisions: z.object({allow: count, deny: count, approve: count, sanitize: count}),
  }),
  pending_approvals: count,
})

/** How it is with a server. By which URL it was reached its client knows. */
export const status = z.pipe(
  statusObject,
  z.transform(
    ({healthy, pending_approvals, ...rest}): Omit<Status, 'mode' | 'apiUrl'> => ({
      ...rest,
      isHealthy: healthy,
      pendingApprovals: pending_approvals,
    }),
  ),
)

export const statusJson = (status: Status): z.input<typeof statusObject> => ({
  version: status.version,
  healthy: status.isHealthy,
  policy: status.policy === null ? null : policyJson(status.policy),
  problems: status.problems.map(({code, message, suggestions}) => ({
    code,
    message,
    suggestions: [...suggestions],
  })),
  store: {
    kind: status.store.kind,
    location: status.store.location,
    entries: status.store.entries,
    decisions: {...status.store.decisions},
  },
  pending_approvals: status.pendingApprovals,
})
