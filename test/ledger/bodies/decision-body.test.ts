import fc from 'fast-check'
import {expect, test} from 'vitest'
import {decisionBodyText} from '../../../src/ledger/bodies/decision-body.js'
import {canonicalJson} from '../../../src/model/canonical-json.js'
import {runs} from '../../helpers/runs.js'

const text = fc.string({unit: 'grapheme'})
const effect = fc.constantFrom('allow', 'deny', 'approve', 'sanitize')

const anyBody = fc.record({
  log_id: fc.uuid(),
  event_id: fc.option(text),
  agent_id: fc.option(text),
  key_id: fc.option(text),
  user_id: fc.option(text),
  tool_name: text,
  decision: effect,
  ruling: effect,
  enforced: fc.boolean(),
  bypassed: fc.boolean(),
  rule_name: fc.option(text),
  policy_version: text,
  policy_hash: text,
  approval_id: fc.option(text),
  cost: fc.double({noNaN: true, noDefaultInfinity: true}),
  counts_toward: fc.array(text),
  content: fc.string({unit: fc.constantFrom(...'0123456789abcdef')}),
})

test('the body of a decision is canonical', () => {
  fc.assert(
    fc.property(anyBody, (body) => {
      expect(decisionBodyText(body)).toBe(canonicalJson(body))
    }),
    runs(500),
  )
})
