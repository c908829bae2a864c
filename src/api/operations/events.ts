import {eventQuery} from '../event-query.js'
import {ledgerEvent} from '../ledger-event.js'
import type {OperationTable} from '../operation.js'

/** What is recorded, as it is. */
export const events = {
  events: {
    method: 'GET',
    path: '/api/v1/events',
    role: 'agent',
    summary: 'Follow what is recorded',
    query: eventQuery,
    form: 'events',
    answer: ledgerEvent,
  },
} as const satisfies OperationTable
