import {answerJson, approvalQueryJson} from '../../api/approval.js'
import type {
  Approval,
  ApprovalQuery,
  GivenAnswer,
  GivenCancellation,
  WaitOptions,
} from '../../model/approval.js'
import {takenAnswer, takenCancellation} from '../../model/taken-answer.js'
import type {Approvals} from '../../model/tame.js'
import type {Server} from './server.js'
import {waitForApproval} from './wait-for-approval.js'

export const createRemoteApprovals = (server: Server): Approvals => ({
  async *list(query: ApprovalQuery = {}): AsyncGenerator<Approval> {
    // A query can't say that there is no key.
    for await (const approval of server.items('listApprovals', {query: approvalQueryJson(query)}))
      if (query.keyId !== null || approval.keyId === null) yield approval
  },
  get: (id): Promise<Approval> => server.ask('getApproval', {params: {approval_id: id}}),
  // Once: who asks again after an answer that was lost is told that somebody was first, and that was they.
  async answer(id: string, given: GivenAnswer): Promise<Approval> {
    const body = answerJson(takenAnswer(given))
    return server.askOnce('answerApproval', {params: {approval_id: id}, body})
  },
  async cancel(id: string, given: GivenCancellation): Promise<Approval> {
    const {comment} = takenCancellation(given)
    return server.askOnce('cancelApproval', {params: {approval_id: id}, body: {comment}})
  },
  wait: (id: string, options: WaitOptions = {}): Promise<Approval> => waitForApproval(server, id, options),
})
