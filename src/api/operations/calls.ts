import * as z from 'zod/mini'
import {callBody, enforceBody, enforceBodyAtOnce, plainEnforceBody} from '../call.js'
import {callResult} from '../call-result.js'
import {decision} from '../decision.js'
import {explained} from '../explanation.js'
import type {OperationTable} from '../operation.js'
import * as plain from '../plain.js'

/** Calls, decided and reported. */
export const calls = {
  enforce: {
    method: 'POST',
    path: '/api/v1/enforce',
    role: 'agent',
    summary: 'Decide a call and record the decision',
    body: enforceBody,
    plainBody: plainEnforceBody,
    bodyAtOnce: enforceBodyAtOnce,
    form: 'json',
    answer: decision,
    plainAnswer: plain.plainDecision,
  },
  reportByCall: {
    method: 'POST',
    path: '/api/v1/enforce/{session_id}/result',
    role: 'agent',
    summary: 'Record what came of a call of a session',
    query: plain.resultQuery,
    body: plain.resultBody,
    form: 'json',
    answer: plain.updated,
    failures: {403: 'The call is of another session', 404: 'There is no such call'},
  },
  test: {
    method: 'POST',
    path: '/api/v1/test',
    role: 'agent',
    summary: 'Decide a call without recording it',
    body: callBody,
    form: 'json',
    answer: decision,
  },
  explain: {
    method: 'POST',
    path: '/api/v1/explain',
    role: 'agent',
    summary: 'Decide a call without recording it, and tell what led to the decision',
    body: callBody,
    form: 'json',
    answer: explained,
  },
  report: {
    method: 'POST',
    path: '/api/v1/logs/{log_id}/result',
    role: 'agent',
    summary: 'Record what came of a call',
    query: z.object({session_id: z.optional(z.string())}),
    body: callResult,
    form: 'json',
    answer: plain.updated,
    failures: {
      403: 'The call is of another session',
      404: 'There is no such call',
      409: 'It was reported before',
    },
  },
} as const satisfies OperationTable
