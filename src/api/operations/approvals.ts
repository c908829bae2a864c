import {answerBody, approval, approvalQuery, cancellationBody, waitQuery} from '../approval.js'
import type {OperationTable} from '../operation.js'

/** Questions to people. */
export const approvals = {
  listApprovals: {
    method: 'GET',
    path: '/api/v1/approvals',
    role: 'agent',
    summary: 'List questions to people, oldest first',
    query: approvalQuery,
    form: 'lines',
    answer: approval,
  },
  getApproval: {
    method: 'GET',
    path: '/api/v1/approvals/{approval_id}',
    role: 'agent',
    summary: 'Show a question; with `wait_ms`, as soon as it is resolved, or when that time is over',
    query: waitQuery,
    form: 'json',
    answer: approval,
    failures: {404: 'There is no such approval'},
  },
  answerApproval: {
    method: 'POST',
    path: '/api/v1/approvals/{approval_id}/answers',
    role: 'approver',
    summary: 'Answer a question, in the name of the key',
    body: answerBody,
    form: 'json',
    answer: approval,
    failures: {
      403: 'It is for others to answer',
      404: 'There is no such approval',
      409: 'It was resolved before, or has others agree to other arguments',
      422: 'The edited call is denied',
    },
  },
  cancelApproval: {
    method: 'POST',
    path: '/api/v1/approvals/{approval_id}/cancellation',
    role: 'agent',
    summary: 'Take a question back',
    body: cancellationBody,
    form: 'json',
    answer: approval,
    failures: {404: 'There is no such approval', 409: 'It was resolved before'},
  },
} as const satisfies OperationTable
