import * as z from 'zod/mini'
import type {OperationTable} from '../operation.js'
import * as plain from '../plain.js'
import {status} from '../status.js'

/** What the server says of itself. */
export const about = {
  greet: {
    method: 'GET',
    path: '/',
    role: 'anyone',
    summary: 'Say who answers here',
    form: 'json',
    answer: plain.greeting,
  },
  health: {
    method: 'GET',
    path: '/health',
    role: 'anyone',
    summary: 'Say whether calls can be decided and recorded',
    form: 'json',
    answer: plain.health,
    failures: {503: 'The store or the policy is not well'},
  },
  metrics: {
    method: 'GET',
    path: '/metrics',
    role: 'agent',
    summary: 'Count decisions, answers and what the process takes, for Prometheus',
    form: 'text',
  },
  describe: {
    method: 'GET',
    path: '/api/v1/openapi.json',
    role: 'anyone',
    summary: 'Describe this API',
    form: 'json',
    answer: z.looseObject({openapi: z.string()}),
  },
  docs: {
    method: 'GET',
    path: '/docs',
    role: 'anyone',
    summary: 'Describe this API to a person',
    form: 'text',
  },
  status: {
    method: 'GET',
    path: '/api/v1/status',
    role: 'agent',
    summary: 'Say how it is with the policy and the store',
    form: 'json',
    answer: status,
  },
} as const satisfies OperationTable
