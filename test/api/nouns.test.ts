import {describe, expect, test} from 'vitest'
import * as z from 'zod/mini'
import {callBody, callJson, enforceBody, enforceJson} from '../../src/api/call.js'
import {callResult, callResultJson} from '../../src/api/call-result.js'
import {decision, decisionJson} from '../../src/api/decision.js'
import {errorFromJson, errorJson} from '../../src/api/error.js'
import {eventQuery, eventQueryJson} from '../../src/api/event-query.js'
import {
  explained,
  explainedJson,
  recordedExplanation,
  recordedExplanationJson,
} from '../../src/api/explanation.js'
import {key, keyJson} from '../../src/api/key.js'
import {ledgerEvent, ledgerEventJson} from '../../src/api/ledger-event.js'
import {logQuery, logQueryJson} from '../../src/api/log-query.js'
import {logRecord, logRecordJson} from '../../src/api/log-record.js'
import {
  policyInForce,
  policyJson,
  policyRuleJson,
  policyRules,
  policyVersionJson,
  policyVersions,
} from '../../src/api/policy.js'
import {session, sessionJson} from '../../src/api/session.js'
import {status, statusJson} from '../../src/api/status.js'
import {ExitCode, TameError} from '../../src/errors.js'
import type {Explanation} from '../../src/model/explanation.js'
import type {PolicyInForce} from '../../src/model/policy-in-force.js'
import {logRecord as recordOf} from '../helpers/log-record.js'

const atMs = Date.UTC(2026, 0, 2, 3, 4, 5, 123)

const comparison = {
  source: 'a == 1',
  field: 'a',
  operator: '==',
  expected: 1,
  actual: null,
  result: false,
  reads: [],
}

const record = recordOf({
  approval: {timeoutMs: 1000, onTimeout: 'deny', approvers: ['ada'], quorum: 2},
  conditionsEvaluated: [comparison],
  countsToward: ['hourly'],
  cost: 0.5,
  args: JSON.parse('{"__proto__": {"a": 1}}'),
  metadata: {a: [1, null]},
  givenArgs: {b: 'ü'},
  outcome: {status: 'error', result: {n: 1}, error: 'no', durationMs: 1.5, cost: 2},
})

const {
  seq: _s,
  agentId: _a,
  userId: _u,
  keyId: _k,
  metadata: _m,
  givenArgs: _g,
  outcome: _o,
  isErased: _e,
  ...decided
} = record
const {logId: _l, sessionId: _i, timestamp: _t, approvalId: _p, ...verdict} = decided

const explanation: Explanation = {
  verdict,
  rules: [
    {
      ruleName: 'r',
      effect: 'deny',
      line: 3,
      outcome: 'does not apply',
      parts: [
        {
          key: 'condition',
          outcome: 'fails',
          error: null,
          comparisons: [comparison],
          tree: {
            kind: 'and',
            source: 'a and b',
            start: 0,
            end: 7,
            value: false,
            reads: [],
            children: [
              {kind: 'name', source: 'a', start: 0, end: 1, error: 'there is no a', reads: [], children: []},
              {kind: 'name', source: 'b', start: 6, end: 7, notEvaluated: true, reads: [], children: []},
            ],
          },
        },
        {key: 'tools', outcome: 'error', error: 'no', comparisons: [], tree: null},
      ],
    },
  ],
  nearestMiss: {ruleName: 'r', effect: 'deny', missing: ['b']},
}

const policy: PolicyInForce = {
  version: '1.0',
  hash: 'ab',
  description: null,
  rulesCount: 2,
  source: '/p.yaml',
  loadedAtMs: atMs,
  isShadow: true,
  problems: ['one'],
}

/** Over the wire and back: as text, in between. */
const carried = <Schema extends z.ZodMiniType>(schema: Schema, json: unknown): z.output<Schema> =>
  z.parse(schema, JSON.parse(JSON.stringify(json)))

describe('comes back as it was:', () => {
  test.each<[string, unknown, unknown]>([
    ['a decision', decided, carried(decision, decisionJson(decided))],
    ['a record', record, carried(logRecord, logRecordJson(record))],
    [
      'a record without a result',
      recordOf({outcome: null, isErased: true}),
      carried(logRecord, logRecordJson(recordOf({outcome: null, isErased: true}))),
    ],
    [
      'an explanation',
      {decision: decided, explanation},
      carried(explained, explainedJson({decision: decided, explanation})),
    ],
    [
      'that of a recorded decision',
      {record, explanation, again: 'different', why: 'x'},
      carried(
        recordedExplanation,
        recordedExplanationJson({record, explanation, again: 'different', why: 'x'}),
      ),
    ],
    [
      'that of an erased one',
      {record, explanation: null, again: 'unknown', why: 'erased'},
      carried(
        recordedExplanation,
        recordedExplanationJson({record, explanation: null, again: 'unknown', why: 'erased'}),
      ),
    ],
    ['a policy', policy, carried(policyInForce, policyJson(policy))],
    [
      'its rules',
      [{name: 'r', effect: 'sanitize', tools: ['*'], description: null}],
      carried(policyRules, {
        rules: [policyRuleJson({name: 'r', effect: 'sanitize', tools: ['*'], description: null})],
      }),
    ],
    [
      'its version',
      [{hash: 'ab', version: '1', description: 'd', createdBy: 'ada', createdAtMs: atMs, isInForce: true}],
      carried(policyVersions, [
        policyVersionJson({
          hash: 'ab',
          version: '1',
          description: 'd',
          createdBy: 'ada',
          createdAtMs: atMs,
          isInForce: true,
        }),
      ]),
    ],
  ])('%s', (_, given, back) => {
    expect(back).toEqual(given)
  })

  test('a session', () => {
    const given = {
      id: 's',
      agentId: null,
      userId: 'u',
      startedAtMs: atMs,
      lastAtMs: atMs + 1,
      totalCalls: 6,
      allowedCalls: 3,
      deniedCalls: 2,
      approvalCalls: 1,
      estimatedCost: 0.3,
      openedBy: 'k',
      retainedUntilMs: atMs + 2,
    }
    expect(carried(session, sessionJson(given))).toEqual(given)
  })

  test('a key', () => {
    const given = {
      id: 'k',
      name: 'n',
      role: 'admin',
      hint: 'tk_…abcd',
      createdAtMs: atMs,
      revokedAtMs: null,
    } as const
    expect(carried(key, keyJson(given))).toEqual(given)
    expect(carried(key, keyJson({...given, revokedAtMs: atMs}))).toEqual({...given, revokedAtMs: atMs})
  })

  test('an event', () => {
    const given = {seq: 3, at: '2026', kind: 'new kind', sessionId: null, body: {a: 1}, content: null}
    expect(carried(ledgerEvent, ledgerEventJson(given))).toEqual(given)
  })

  test('a status, without what its client knows', () => {
    const given = {
      version: '1',
      isHealthy: false,
      policy,
      problems: [{code: 'C', message: 'm', suggestions: ['s']}],
      store: {
        kind: 'sqlite',
        location: '/db',
        entries: 9,
        decisions: {allow: 1, deny: 2, approve: 3, sanitize: 4},
      },
      pendingApprovals: 5,
    } as const
    expect(carried(status, statusJson({...given, mode: 'embedded', apiUrl: null}))).toEqual(given)
  })

  test('a call, with and without an event', () => {
    const given = {
      tool: 't',
      args: JSON.parse('{"__proto__": 1}'),
      sessionId: 's',
      agentId: null,
      userId: null,
      metadata: {a: 1},
    }
    expect(carried(callBody, callJson(given))).toEqual(given)
    expect(carried(enforceBody, enforceJson(given))).toEqual({call: given, eventId: null, bypass: false})
    expect(carried(enforceBody, enforceJson(given, {eventId: 'e', bypass: true}))).toEqual({
      call: given,
      eventId: 'e',
      bypass: true,
    })
  })

  test('what came of a call', () => {
    const given = {status: 'success', result: [1], error: null, durationMs: 0, cost: 2}
    expect(carried(callResult, callResultJson(given))).toEqual(given)
    expect(carried(callResult, callResultJson({status: 'x'}))).toEqual({
      status: 'x',
      result: null,
      error: null,
      durationMs: null,
      cost: null,
    })
  })

  test.each([
    {},
    {sessionId: 's', agentId: 'a', userId: 'u', keyId: 'k', tool: 't', decision: 'sanitize', rule: 'r'},
    {rule: null, sinceMs: atMs, untilMs: atMs + 1, grep: '&=ü', limit: 0},
  ] as const)('the query for records %j', (given) => {
    expect(carried(logQuery, logQueryJson(given))).toEqual(given)
  })

  test.each([{}, {after: 0, kinds: ['decision', 'result'], sessionId: 's', agentId: 'a'}])(
    'the query for events %j',
    (given) => {
      expect(carried(eventQuery, eventQueryJson(given))).toEqual(given)
    },
  )

  test('an error, with its exit status', () => {
    const given = new TameError('CODE', 'message', {suggestions: ['one'], exitCode: ExitCode.unreachable})
    const back = errorFromJson(JSON.parse(JSON.stringify({detail: 'x', ...errorJson(given)})))
    expect(back).toEqual(given)
    expect(back?.exitCode).toBe(5)
  })
})

describe('what is malformed is refused:', () => {
  const broken: Record<string, unknown>[] = [
    {decision: 'maybe'},
    {tool_args: null},
    {tool_args: []},
    {enforced: 'true'},
    {reason: undefined},
    {conditions_evaluated: [{}]},
    {log_id: 7},
  ]
  test.each(broken)('a decision with %j', (change) => {
    expect(z.safeParse(decision, {...decisionJson(decided), ...change}).success).toBe(false)
  })

  test.each([undefined, null, 7, {}, {error: {}}, {error: {code: 'a b', message: '', suggestions: []}}])(
    'the error %j',
    (json) => {
      expect(errorFromJson(json)).toBeUndefined()
    },
  )
})
