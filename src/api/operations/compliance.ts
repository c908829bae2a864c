import {noteBody, noteReceipt} from '../note.js'
import type {OperationTable} from '../operation.js'
import * as plain from '../plain.js'

/** The record to an auditor. */
export const compliance = {
  verifyIntegrity: {
    method: 'GET',
    path: '/api/v1/compliance/integrity/verify',
    role: 'approver',
    summary: 'Verify the record, and count what is wrong with it',
    query: plain.integrityQuery,
    form: 'json',
    answer: plain.integrity,
  },
  recordEvent: {
    method: 'POST',
    path: '/api/v1/compliance/audit/event',
    role: 'approver',
    summary: 'Put on record what is no call',
    body: noteBody,
    form: 'json',
    answer: noteReceipt,
  },
  generateReport: {
    method: 'POST',
    path: '/api/v1/compliance/report/generate',
    role: 'approver',
    summary: 'Count what was asked and decided in a period, and verify the record',
    body: plain.reportBody,
    form: 'json',
    answer: plain.report,
  },
  retentionStatus: {
    method: 'GET',
    path: '/api/v1/compliance/retention/status',
    role: 'approver',
    summary: 'Say how much is kept, and since when',
    form: 'json',
    answer: plain.retention,
  },
} as const satisfies OperationTable
