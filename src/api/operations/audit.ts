import * as z from 'zod/mini'
import {checkpoint, erasure, erasureBody, proof, verification} from '../audit.js'
import {logQuery} from '../log-query.js'
import type {OperationTable} from '../operation.js'

/** What proves the record, and takes out of it. */
export const audit = {
  verify: {
    method: 'GET',
    path: '/api/v1/audit/verify',
    role: 'approver',
    summary: 'Verify the whole record; the end of the lines tells what was found',
    query: z.object({checkpoint: z.optional(z.string())}),
    form: 'lines',
    answer: z.object({done: z.number(), total: z.number()}),
    result: verification,
  },
  checkpoint: {
    method: 'POST',
    path: '/api/v1/audit/checkpoint',
    role: 'approver',
    summary: 'State and sign what the record holds',
    form: 'json',
    answer: checkpoint,
  },
  proof: {
    method: 'GET',
    path: '/api/v1/audit/proof/{log_id}',
    role: 'agent',
    summary: 'Prove that a call is on record',
    form: 'json',
    answer: proof,
    failures: {404: 'There is no such call'},
  },
  exportAudit: {
    method: 'GET',
    path: '/api/v1/audit/export',
    role: 'approver',
    summary: 'Export the record; each item is a line of JSON',
    query: logQuery,
    form: 'lines',
    answer: z.string(),
  },
  erase: {
    method: 'POST',
    path: '/api/v1/audit/erasures',
    role: 'admin',
    summary: 'Take arguments and results out of the record',
    body: erasureBody,
    form: 'json',
    answer: erasure,
    failures: {404: 'There is no such call or session'},
  },
} as const satisfies OperationTable
