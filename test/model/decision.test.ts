import {expect, test} from 'vitest'
import {createDecision, type Decision, decisionJson} from '../../src/model/decision.js'

const decision: Decision = {
  effect: 'allow',
  ruling: 'deny',
  enforced: false,
  ruleName: null,
  reason: 'No rule applies, and the default is to deny',
  policyVersion: '1.2',
  policyHash: 'abc',
  tool: 'read_file',
  args: {path: '/tmp'},
  approval: null,
  cost: 0,
  countsToward: ['few'],
  conditionsEvaluated: [
    {
      source: 'a == 1',
      field: 'a',
      operator: '==',
      expected: 1,
      actual: 2,
      result: false,
      reads: [['tool_args', 'a']],
    },
  ],
  logId: null,
  sessionId: 's',
  timestamp: '2026-11-20T10:00:00.000Z',
  approvalId: null,
}

test('a decision as JSON has the documented names, and null for what is not there', () => {
  expect(decisionJson(decision)).toEqual({
    decision: 'allow',
    rule_name: null,
    reason: 'No rule applies, and the default is to deny',
    policy_version: '1.2',
    policy_hash: 'abc',
    log_id: null,
    session_id: 's',
    timestamp: '2026-11-20T10:00:00.000Z',
    tool_name: 'read_file',
    tool_args: {path: '/tmp'},
    approval_id: null,
    ruling: 'deny',
    enforced: false,
    conditions_evaluated: [
      {source: 'a == 1', field: 'a', operator: '==', expected: 1, actual: 2, result: false},
    ],
  })
})

test('a decision is made of all of its verdict and all of its receipt', () => {
  const {logId, sessionId, timestamp, approvalId, ...verdict} = decision
  expect(createDecision(verdict, {logId, sessionId, timestamp, approvalId})).toEqual(decision)
})
