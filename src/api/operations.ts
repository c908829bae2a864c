import type {OperationTable} from './operation.js'
import {about} from './operations/about.js'
import {approvals} from './operations/approvals.js'
import {audit} from './operations/audit.js'
import {calls} from './operations/calls.js'
import {compliance} from './operations/compliance.js'
import {events} from './operations/events.js'
import {keys} from './operations/keys.js'
import {logs} from './operations/logs.js'
import {policy} from './operations/policy.js'
import {sessions} from './operations/sessions.js'

/** Everything that can be asked over HTTP. Routes, the client's calls and the OpenAPI document are made from it. */
export const operations = {
  ...about,
  ...calls,
  ...logs,
  ...sessions,
  ...approvals,
  ...policy,
  ...audit,
  ...events,
  ...keys,
  ...compliance,
} as const satisfies OperationTable

export type Operations = typeof operations
export type OperationName = keyof Operations
