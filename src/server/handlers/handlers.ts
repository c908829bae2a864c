import type {OperationName} from '../../api/operations.js'
import type {Handlers} from '../desk.js'
import {about} from './about.js'
import {approvals} from './approvals.js'
import {audit} from './audit.js'
import {calls} from './calls.js'
import {compliance} from './compliance.js'
import {events} from './events.js'
import {keys} from './keys.js'
import {logs} from './logs.js'
import {policy} from './policy.js'
import {sessions} from './sessions.js'

/** What answers each operation of the table. */
export const handlers: Handlers<OperationName> = {
  ...about,
  ...approvals,
  ...audit,
  ...calls,
  ...compliance,
  ...events,
  ...keys,
  ...logs,
  ...policy,
  ...sessions,
}
