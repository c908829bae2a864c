import {recordedExplanation} from '../explanation.js'
import {logQuery} from '../log-query.js'
import {logRecord} from '../log-record.js'
import type {OperationTable} from '../operation.js'

/** What was recorded of calls. */
export const logs = {
  listLogs: {
    method: 'GET',
    path: '/api/v1/logs',
    role: 'agent',
    summary: 'List recorded calls, oldest first',
    query: logQuery,
    form: 'lines',
    answer: logRecord,
    failures: {429: 'The key is of role agent, and has too many lists on their way'},
  },
  getLog: {
    method: 'GET',
    path: '/api/v1/logs/{log_id}',
    role: 'agent',
    summary: 'Show a recorded call',
    form: 'json',
    answer: logRecord,
    failures: {404: 'There is no such call'},
  },
  explainLog: {
    method: 'GET',
    path: '/api/v1/logs/{log_id}/explanation',
    role: 'agent',
    summary: 'Explain a recorded decision by the policy of its time, and decide it again',
    form: 'json',
    answer: recordedExplanation,
    failures: {404: 'There is no such call'},
  },
} as const satisfies OperationTable
