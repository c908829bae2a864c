import * as z from 'zod/mini'
import type {OperationTable} from '../operation.js'
import * as plain from '../plain.js'
import {policyInForce, policyRules, policyVersions} from '../policy.js'

/** The policy in force, and those before it. */
export const policy = {
  getPolicy: {
    method: 'GET',
    path: '/api/v1/policy/current',
    role: 'agent',
    summary: 'Show the policy in force',
    form: 'json',
    answer: policyInForce,
    plainAnswer: plain.plainPolicy,
    failures: {503: 'There is no policy in force'},
  },
  listPolicyRules: {
    method: 'GET',
    path: '/api/v1/policy/rules',
    role: 'agent',
    summary: 'List the rules of the policy in force',
    form: 'json',
    answer: policyRules,
    failures: {503: 'There is no policy in force'},
  },
  getPolicyText: {
    method: 'GET',
    path: '/api/v1/policy/texts/{hash}',
    role: 'approver',
    summary: 'Show the text of a policy that was in force once',
    form: 'json',
    answer: z.object({hash: z.string(), text: z.string()}),
    failures: {404: 'There was no such policy'},
  },
  testPolicy: {
    method: 'GET',
    path: '/api/v1/policy/test',
    role: 'agent',
    summary: 'Decide a call without recording it',
    query: plain.policyTestQuery,
    form: 'json',
    answer: plain.policyTestAnswer,
    failures: {400: 'A parameter is not JSON of an object'},
  },
  validatePolicy: {
    method: 'POST',
    path: '/api/v1/policy/validate',
    role: 'agent',
    summary: 'Say whether a policy could be put in force',
    body: plain.validateBody,
    form: 'json',
    answer: plain.validated,
    failures: {
      413: 'It is larger than 64 KiB, and the key is of role agent',
      429: 'It comes too soon after another, and the key is of role agent',
    },
  },
  createPolicy: {
    method: 'POST',
    path: '/api/v1/policy/create',
    role: 'admin',
    summary: 'Hand in a policy, and put it in force',
    body: plain.createBody,
    form: 'json',
    answer: plain.created,
  },
  reloadPolicy: {
    method: 'POST',
    path: '/api/v1/policy/reload',
    role: 'admin',
    summary: 'Put in force what the policy file says now',
    form: 'json',
    answer: plain.reloaded,
    failures: {409: 'It is not sound; the policy in force stays'},
  },
  listPolicyVersions: {
    method: 'GET',
    path: '/api/v1/policy/versions',
    role: 'agent',
    summary: 'List the policies that were in force, newest first',
    form: 'json',
    answer: policyVersions,
  },
} as const satisfies OperationTable
