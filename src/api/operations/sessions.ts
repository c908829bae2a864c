import * as z from 'zod/mini'
import type {OperationTable} from '../operation.js'
import * as plain from '../plain.js'
import {session, sessionPage} from '../session.js'

/** Sessions: what was asked in them, and their end. */
export const sessions = {
  listSessions: {
    method: 'GET',
    path: '/api/v1/sessions',
    role: 'agent',
    summary: 'List sessions, newest first',
    query: plain.sessionQuery,
    form: 'json',
    answer: sessionPage,
  },
  exportSessions: {
    method: 'GET',
    path: '/api/v1/sessions/export',
    role: 'approver',
    summary: 'Export the calls of sessions as JSON or CSV',
    query: plain.exportQuery,
    form: 'text',
  },
  archiveSessions: {
    method: 'POST',
    path: '/api/v1/sessions/bulk/archive',
    role: 'admin',
    summary: 'Archive several sessions',
    query: plain.archiveQuery,
    body: z.array(z.string()).check(z.maxLength(1000)),
    form: 'json',
    answer: plain.bulkArchived,
  },
  listSessionLogs: {
    method: 'GET',
    path: '/api/v1/sessions/{session_id}',
    role: 'agent',
    summary: 'List the calls of a session, oldest first',
    form: 'json',
    answer: plain.plainRows,
    failures: {404: 'There is no such session'},
  },
  getSession: {
    method: 'GET',
    path: '/api/v1/sessions/{session_id}/summary',
    role: 'agent',
    summary: 'Show the counts of a session',
    form: 'json',
    answer: session,
    failures: {404: 'There is no such session'},
  },
  deleteSession: {
    method: 'DELETE',
    path: '/api/v1/sessions/{session_id}',
    role: 'admin',
    summary: 'Erase what the calls of a session held; that they were made stays on record',
    form: 'json',
    answer: plain.deleted,
    failures: {404: 'There is no such session', 409: 'It is archived, and kept for longer'},
  },
  archiveSession: {
    method: 'POST',
    path: '/api/v1/sessions/{session_id}/archive',
    role: 'admin',
    summary: 'Archive a session',
    query: plain.archiveQuery,
    form: 'json',
    answer: plain.archived,
    failures: {404: 'There is no such session'},
  },
} as const satisfies OperationTable
