import {expect, test} from 'vitest'
import {createDecision, type Receipt} from '../../src/model/decision.js'
import type {Verdict} from '../../src/model/verdict.js'

test('a decision is all of its verdict and all of its receipt', () => {
  const verdict: Verdict = {
    effect: 'approve',
    ruling: 'approve',
    enforced: true,
    ruleName: 'big_spend',
    reason: 'High cost',
    policyVersion: '1',
    policyHash: 'abc',
    tool: 'pay',
    args: {amount: 5},
    approval: {timeoutMs: 1, onTimeout: 'deny', approvers: ['finance'], quorum: 1},
    cost: 0.5,
    countsToward: ['too_many'],
    conditionsEvaluated: [{source: 'a > 1', field: 'a', operator: '>', expected: 1, actual: 5, result: true}],
  }
  const receipt: Receipt = {
    logId: 'log_1',
    sessionId: 's1',
    timestamp: '2026-11-20T10:00:00Z',
    approvalId: 'a1',
  }
  expect(createDecision(verdict, receipt)).toEqual({...verdict, ...receipt})
})
