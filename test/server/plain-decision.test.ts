import fc from 'fast-check'
import {expect, test} from 'vitest'
import {wireTimeOf} from '../../src/api/wire-time.js'
import {effects} from '../../src/model/effect.js'
import {plainDecisionText} from '../../src/server/plain-decision.js'
import {runs} from '../helpers/runs.js'

const text = fc.oneof(fc.string({unit: 'binary'}), fc.constantFrom('', '"', '\\', '\n', '\ud800', 'a b'))

const decision = fc.record({
  effect: fc.constantFrom(...effects),
  ruling: fc.constantFrom(...effects),
  enforced: fc.boolean(),
  ruleName: fc.option(text),
  reason: text,
  policyVersion: text,
  policyHash: text,
  tool: text,
  args: fc.dictionary(fc.string(), fc.jsonValue(), {maxKeys: 2}),
  approval: fc.constant(null),
  cost: fc.constant(0),
  countsToward: fc.constant([]),
  conditionsEvaluated: fc.constant([]),
  logId: fc.option(text),
  sessionId: fc.option(text),
  timestamp: fc.constantFrom('2026-01-02T03:04:05.123Z', '2026-01-02T03:04:05.123+02:00'),
  approvalId: fc.option(text),
})

test('a decision is written as its object would be', () => {
  fc.assert(
    fc.property(decision, fc.boolean(), (given, takes) => {
      const {effect, args, approvalId} = given
      const isChanged = effect === 'sanitize' && takes
      expect(plainDecisionText(given, takes ? {accepts_sanitize: true} : null)).toBe(
        JSON.stringify({
          session_id: given.sessionId,
          decision: effect === 'sanitize' ? (takes ? 'allow' : 'deny') : effect,
          rule_name: given.ruleName,
          reason: given.reason,
          policy_version: given.policyVersion,
          log_id: given.logId,
          timestamp: wireTimeOf(given.timestamp),
          metadata: {
            policy_hash: given.policyHash,
            enforced: given.enforced,
            ...(approvalId !== null && {approval_id: approvalId}),
            ...(isChanged && {tool_args: args}),
          },
        }),
      )
    }),
    runs(500),
  )
})
