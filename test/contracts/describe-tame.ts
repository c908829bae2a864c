import {describe, expect, test} from 'vitest'
import {TameError} from '../../src/errors.js'
import type {Call} from '../../src/model/call.js'
import type {Decision} from '../../src/model/decision.js'
import type {LedgerEvent} from '../../src/model/ledger-event.js'
import type {LogRecord} from '../../src/model/log-record.js'
import type {Tame} from '../../src/model/tame.js'
import {allOf} from '../helpers/all-of.js'
import {describeApprovals} from './describe-approvals.js'
import {describeNotes} from './describe-notes.js'

/** A place where tame decides by a policy. */
export interface TamePlace {
  /** Another one on the same record, as another process or client would open it. */
  open(): Tame
  /** Puts another policy in force for all that is opened here. */
  writePolicy(text: string): void
  readonly clock: {nowMs: number}
  /** As a person of this name would open it, to answer for themselves. */
  person(name: string): Tame | Promise<Tame>
  /** The key it asks with; nothing where none is needed. */
  readonly keyId?: string
}

const policy = `
version: "1.0"
description: What is tried here
rules:
  - name: temp_files
    tools: [read_file]
    condition: under(tool_args.path, "/tmp")
    action: allow
  - name: mask
    tools: [http_post]
    action: sanitize
    sanitize: [{arg: headers.authorization, with: mask}, {arg: note, replace: "[0-9]+", by: "#"}]
  - name: too_many
    tools: [send_email]
    limit: {count: 3, per: session, window: 1h}
    action: deny
  - name: mails
    tools: [send_email]
    action: approve
    approval: {timeout: 5m, approvers: [ada]}
  - name: twice
    tools: [twice]
    condition: session.calls["twice"] < 2 and session.estimated_cost < 10
    action: allow
  - name: login
    tools: [login]
    condition: tool_args.password.startswith("hunt")
    action: allow
costs: {read_file: 0.5}
redact: [pin]
`

const noonText = '2026-11-20T10:00:00.000Z'
const hourMs = 3_600_000

/** What every tame promises, whoever answers. `open` makes a new place with this policy in force. */
export function describeTame(name: string, openPlace: OpenPlace): void {
  describe(`tame ${name}`, () => {
    describeDecisions(openPlace)
    describeRefusals(openPlace)
    describeCounts(openPlace)
    describeRepeats(openPlace)
    describeResults(openPlace)
    describeLogs(openPlace)
    describeEvents(openPlace)
    describePolicies(openPlace)
    describeApprovals(openPlace)
    describePolicyDesk(openPlace)
    describeKeys(openPlace)
    describeArchives(openPlace)
    describeNotes(openPlace)
  })
}

export type OpenPlace = (policy: string) => TamePlace | Promise<TamePlace>

const read = (path = '/tmp/a', more: Partial<Call> = {}): Call => ({tool: 'read_file', args: {path}, ...more})
const idOf = ({logId}: Decision): string => logId ?? 'none'

function describeDecisions(openPlace: OpenPlace): void {
  test('decides by the policy, and records what it decided', async () => {
    const place = await openPlace(policy)
    const tame = place.open()
    const asked = read('/tmp/a', {sessionId: 's', agentId: 'a', userId: 'u', metadata: {why: 'test'}})
    const decision = await tame.enforce(asked)
    const {hash} = await tame.policy.current()
    expect(decision).toEqual({
      effect: 'allow',
      ruling: 'allow',
      enforced: true,
      ruleName: 'temp_files',
      reason: 'Rule "temp_files" allows it',
      policyVersion: '1.0',
      policyHash: hash,
      tool: 'read_file',
      args: {path: '/tmp/a'},
      approval: null,
      cost: 0.5,
      countsToward: [],
      conditionsEvaluated: [
        {
          source: 'under(tool_args.path, "/tmp")',
          field: 'tool_args.path',
          operator: 'under',
          expected: '/tmp',
          actual: '/tmp/a',
          result: true,
          reads: expect.anything(),
        },
      ],
      logId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      sessionId: 's',
      timestamp: noonText,
      approvalId: null,
    })
    expect(await tame.logs.get(idOf(decision))).toEqual({
      ...decision,
      conditionsEvaluated: decision.conditionsEvaluated.map((each) => ({...each, reads: []})),
      seq: 3,
      agentId: 'a',
      userId: 'u',
      keyId: place.keyId ?? null,
      metadata: {why: 'test'},
      givenArgs: null,
      outcome: null,
      isErased: false,
    })
  })

  test('denies what no rule mentions', async () => {
    const {effect, ruleName, reason} = await (await openPlace(policy))
      .open()
      .enforce({tool: 'other', args: {}})
    expect([effect, ruleName, reason]).toEqual(['deny', null, 'No rule applies, and the default is to deny'])
  })

  test('gives the changed arguments to run with, and records both without what is secret', async () => {
    const tame = (await openPlace(policy)).open()
    const args = {headers: {authorization: 'Bearer s3cr3t'}, note: 'call 555', pin: '1234'}
    const decision = await tame.enforce({tool: 'http_post', args})
    expect([decision.effect, decision.args]).toEqual([
      'sanitize',
      {headers: {authorization: '***'}, note: 'call #', pin: '1234'},
    ])
    const record = await tame.logs.get(idOf(decision))
    const hidden = {headers: {authorization: '[redacted]'}, pin: '[redacted]'}
    expect([record.args, record.givenArgs]).toEqual([
      {...hidden, note: 'call #'},
      {...hidden, note: 'call 555'},
    ])
  })

  test('says how a person is to be asked, and records that', async () => {
    const tame = (await openPlace(policy)).open()
    const {effect, approval, logId} = await tame.enforce({tool: 'send_email', args: {}})
    const terms = {timeoutMs: 300_000, onTimeout: 'deny', approvers: ['ada'], quorum: 1}
    expect([effect, approval]).toEqual(['approve', terms])
    expect((await tame.logs.get(logId ?? '')).approval).toEqual(terms)
  })

  test('shows no secret that a comparison looked at', async () => {
    const tame = (await openPlace(policy)).open()
    const decision = await tame.enforce({tool: 'login', args: {password: 'hunter2'}})
    expect([decision.effect, decision.args]).toEqual(['allow', {password: 'hunter2'}])
    expect(JSON.stringify(decision.conditionsEvaluated)).toContain('[redacted]')
    const events: LedgerEvent[] = []
    for await (const event of tame.events({after: 0})) {
      events.push(event)
      if (event.kind === 'decision') break
    }
    const shown = [await tame.logs.get(idOf(decision)), await tame.logs.explain(idOf(decision)), events]
    expect(JSON.stringify(shown)).not.toContain('hunter2')
  })

  test('hides what is secret in what it decides on trial', async () => {
    const tame = (await openPlace(policy)).open()
    const call = {tool: 'http_post', args: {note: 'call 555', pin: '1234'}}
    const shown = {note: 'call #', pin: '[redacted]'}
    expect((await tame.test(call)).args).toEqual(shown)
    const {decision, explanation} = await tame.explain(call)
    expect([decision.args, explanation.verdict.args]).toEqual([shown, shown])
  })

  test('decides on trial as it would in earnest, and records nothing', async () => {
    const tame = (await openPlace(policy)).open()
    await tame.enforce(read('/tmp/a', {sessionId: 's'}))
    const tried = await tame.test(read('/tmp/b', {sessionId: 's'}))
    expect([tried.effect, tried.logId, tried.sessionId, tried.timestamp]).toEqual([
      'allow',
      null,
      's',
      noonText,
    ])
    const {decision, explanation} = await tame.explain(read('/etc/passwd'))
    expect([decision.effect, explanation.nearestMiss?.ruleName]).toEqual(['deny', 'temp_files'])
    expect((await tame.sessions.get('s')).totalCalls).toBe(1)
    expect((await tame.status()).store.entries).toBe(3)
  })

  test('tries a call by the facts of now', async () => {
    const tame = (await openPlace(policy)).open()
    const call = {tool: 'twice', args: {}, sessionId: 's'}
    const effects = [(await tame.test(call)).effect]
    for (const _ of [1, 2]) await tame.enforce(call)
    effects.push((await tame.test(call)).effect)
    expect(effects).toEqual(['allow', 'deny'])
  })
}

function describeRefusals(openPlace: OpenPlace): void {
  const looped: Record<string, unknown> = {}
  looped['again'] = looped
  const calls: readonly (readonly [string, unknown, string])[] = [
    ['no call at all', null, 'A call is a map with tool and args'],
    ['no tool', {args: {}}, 'tool must be a text that is not empty'],
    ['an empty tool', {tool: '', args: {}}, 'tool must be a text that is not empty'],
    [
      'half a character',
      {tool: '\ud800', args: {}},
      'tool is no well-formed text: it has half of a surrogate pair',
    ],
    ['no arguments', {tool: 't'}, 'args must be a plain map of JSON values'],
    ['a list of arguments', {tool: 't', args: [1]}, 'args must be a plain map of JSON values'],
    ['a Map', {tool: 't', args: new Map()}, 'args must be a plain map of JSON values'],
    [
      'a Date',
      {tool: 't', args: {a: [new Date()]}},
      'args.a[0] is an object of a class, of which JSON would show something else',
    ],
    ['no number', {tool: 't', args: {a: {b: Number.NaN}}}, 'args.a.b is NaN, which JSON does not know'],
    [
      'an infinite one',
      {tool: 't', args: {a: Number.POSITIVE_INFINITY}},
      'args.a is Infinity, which JSON does not know',
    ],
    [
      'a function',
      {tool: 't', args: {toJSON: () => 1}},
      'args.toJSON is a function, which JSON does not know',
    ],
    ['a big integer', {tool: 't', args: {a: 1n}}, 'args.a is a bigint, which JSON does not know'],
    [
      'a hole in a list',
      {tool: 't', args: {a: [undefined]}},
      'args.a[0] is undefined, which JSON does not know',
    ],
    [
      'half a character in a key',
      {tool: 't', args: {'\udc00': 1}},
      'args is no well-formed text: it has half of a surrogate pair',
    ],
    ['a loop', {tool: 't', args: looped}, expect.stringContaining('lies deeper than 100 levels') as string],
    ['a megabyte', {tool: 't', args: {a: 'x'.repeat(1_048_577)}}, 'args takes more than 1 MiB as JSON'],
    [
      'a megabyte of UTF-8',
      {tool: 't', args: {a: 'é'.repeat(600_000)}},
      'args and metadata takes more than 1 MiB as JSON',
    ],
    ['an empty session', {tool: 't', args: {}, sessionId: ''}, 'sessionId must be a text that is not empty'],
    [
      'an agent that is no text',
      {tool: 't', args: {}, agentId: 1},
      'agentId must be a text that is not empty',
    ],
    ['a misspelt key', {tool: 't', args: {}, session_id: 's'}, 'A call has no "session_id"'],
  ]

  test.each(calls)('refuses %s, and records nothing', async (_, call, message) => {
    const tame = (await openPlace(policy)).open()
    const given = call as Call
    for (const ask of [() => tame.enforce(given), () => tame.test(given), () => tame.explain(given)])
      await expect(ask()).rejects.toMatchObject({code: 'INVALID_CALL', message})
    expect((await tame.status()).store.entries).toBe(0)
  })

  test('takes a key named __proto__ for what it is', async () => {
    const tame = (await openPlace(policy)).open()
    const args = JSON.parse('{"path": "/tmp/a", "__proto__": {"path": "/etc"}}') as Call['args']
    const decision = await tame.enforce({tool: 'read_file', args})
    const record = await tame.logs.get(idOf(decision))
    for (const each of [decision, record])
      expect(JSON.stringify(each.args)).toContain('"__proto__":{"path":"/etc"}')
    expect(Object.getPrototypeOf(decision.args)).toBe(Object.prototype)
  })

  test('decides, records and returns the call as it was when it was asked', async () => {
    const tame = (await openPlace(policy)).open()
    const reads: string[] = []
    const args = {
      nested: {value: 'before'},
      get path(): string {
        reads.push('path')
        return reads.length === 1 ? '/tmp/a' : '/etc/passwd'
      },
    }
    const asked = tame.enforce({tool: 'read_file', args})
    args.nested.value = 'after'
    const decision = await asked
    const expected = {path: '/tmp/a', nested: {value: 'before'}}
    expect([decision.effect, decision.args, reads]).toEqual(['allow', expected, ['path']])
    expect((await tame.logs.get(idOf(decision))).args).toEqual(expected)
  })

  test('refuses an event id that is no id', async () => {
    const tame = (await openPlace(policy)).open()
    for (const eventId of ['', '\ud800', 'x'.repeat(1001)])
      await expect(tame.enforce(read(), {eventId})).rejects.toMatchObject({code: 'INVALID_CALL'})
  })

  test('refuses only the one of many that is at fault', async () => {
    const tame = (await openPlace(policy)).open()
    const asked = [read('/tmp/1'), read('/tmp/2', {sessionId: ''}), read('/tmp/3')]
    const settled = await Promise.allSettled(asked.map((call) => tame.enforce(call)))
    expect(settled.map(({status}) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect((await allOf(tame.logs.list())).map(({args}) => args['path'])).toEqual(['/tmp/1', '/tmp/3'])
  })
}

function describeCounts(openPlace: OpenPlace): void {
  test('counts the calls of a session', async () => {
    const place = await openPlace(policy)
    const tame = place.open()
    await tame.enforce(read('/tmp/a', {sessionId: 's', agentId: 'a', userId: 'u'}))
    place.clock.nowMs += 2000
    const calls = [read('/etc/passwd'), {tool: 'send_email', args: {}}, {tool: 'http_post', args: {note: ''}}]
    await Promise.all(calls.map((call) => tame.enforce({...call, sessionId: 's'})))
    const session = {
      id: 's',
      agentId: 'a',
      userId: 'u',
      startedAtMs: place.clock.nowMs - 2000,
      lastAtMs: place.clock.nowMs,
      totalCalls: 4,
      allowedCalls: 2,
      deniedCalls: 1,
      approvalCalls: 1,
      estimatedCost: 0.5,
      openedBy: place.keyId ?? null,
      retainedUntilMs: null,
    }
    expect(await tame.sessions.get('s')).toEqual(session)
    expect(await tame.sessions.list()).toEqual({sessions: [session], total: 1})
    await expect(tame.sessions.get('t')).rejects.toMatchObject({code: 'SESSION_NOT_FOUND'})
  })

  test('says of all that is not there that it was asked wrongly, and where to look', async () => {
    const place = await openPlace(policy)
    const tame = place.open()
    await tame.enforce(read())
    const id = '01a1f800-0000-7000-8000-000000000000'
    const asked = [
      tame.sessions.get('none'),
      tame.logs.get(id),
      tame.logs.explain(id),
      tame.approvals.get(id),
      tame.policy.text('0'.repeat(64)),
      tame.audit.proof(id),
      tame.audit.erase({logId: id}, 'why'),
      tame.audit.erase({sessionId: 'none'}, 'why'),
      tame.keys.revoke('none'),
    ]
    const refused = await Promise.all(asked.map((each) => each.catch((error: TameError) => error)))
    expect(refused.map((error) => error instanceof TameError && [error.code, error.exitCode])).toEqual([
      ['SESSION_NOT_FOUND', 2],
      ['LOG_NOT_FOUND', 2],
      ['LOG_NOT_FOUND', 2],
      ['APPROVAL_NOT_FOUND', 2],
      ['POLICY_NOT_FOUND', 2],
      ['LOG_NOT_FOUND', 2],
      ['LOG_NOT_FOUND', 2],
      ['NOTHING_TO_ERASE', 2],
      ['KEY_NOT_FOUND', 2],
    ])
    expect(refused.map((error) => error instanceof TameError && error.suggestions.length > 0)).not.toContain(
      false,
    )
  })

  test('lets exactly as many through as a limit says, however many ask at once', async () => {
    const place = await openPlace(policy)
    const tames = [place.open(), place.open()]
    const call = {tool: 'send_email', args: {}, sessionId: 's'}
    const asked = Array.from({length: 40}, (_, at) => tames[at % 2]?.enforce(call))
    const effects = (await Promise.all(asked)).map((decision) => decision?.effect)
    expect(effects.filter((effect) => effect === 'approve')).toHaveLength(3)
    expect(effects.filter((effect) => effect === 'deny')).toHaveLength(37)
    expect((await tames[0]?.enforce({...call, sessionId: 't'}))?.effect).toBe('approve')
    place.clock.nowMs += hourMs
    expect((await tames[0]?.enforce(call))?.effect).toBe('approve')
  })

  test('gives nothing of a limit back because the clock was ahead for a while', async () => {
    const place = await openPlace(policy)
    const tame = place.open()
    const effects = async (sessionId: string) => {
      const asked = Array.from({length: 4}, () => tame.enforce({tool: 'send_email', args: {}, sessionId}))
      return (await Promise.all(asked)).map(({effect}) => effect)
    }
    await effects('s')
    place.clock.nowMs += 20 * hourMs
    await effects('t')
    place.clock.nowMs -= 20 * hourMs
    expect(await effects('s')).toEqual(['deny', 'deny', 'deny', 'deny'])
  })

  test('counts earlier calls in the condition of later ones of the same moment', async () => {
    const tame = (await openPlace(policy)).open()
    const call = {tool: 'twice', args: {}, sessionId: 's'}
    const decisions = await Promise.all(Array.from({length: 4}, () => tame.enforce(call)))
    expect(decisions.map(({effect}) => effect)).toEqual(['allow', 'allow', 'deny', 'deny'])
  })
}

function describeRepeats(openPlace: OpenPlace): void {
  const call = {
    tool: 'http_post',
    args: {headers: {authorization: 'Bearer s3cr3t'}, note: 'call 555', pin: '1234'},
    sessionId: 's',
  }

  test('answers an event again as it did first, with the arguments to run with', async () => {
    const place = await openPlace(policy)
    const tame = place.open()
    const first = await tame.enforce(call, {eventId: 'e'})
    place.clock.nowMs += hourMs
    place.writePolicy(`version: "2.0"\nrules: []\n`)
    await untilVersion(tame, '2.0')
    for (const each of [tame, place.open()])
      expect(await each.enforce(call, {eventId: 'e'})).toMatchObject(core(first))
    expect((await tame.sessions.get('s')).totalCalls).toBe(1)
  })

  test('answers an event again with changed secrets, which look alike on the record', async () => {
    const place = await openPlace(policy)
    const secret = {tool: 'http_post', args: {headers: {authorization: 'Bearer s3cr3t'}}}
    const first = await place.open().enforce(secret, {eventId: 'e'})
    const again = await place.open().enforce(secret, {eventId: 'e'})
    expect([first.args, again.args]).toEqual([{headers: {authorization: '***'}}, first.args])
  })

  test('answers an event again that arrives twice at once', async () => {
    const tame = (await openPlace(policy)).open()
    const [first, second] = await Promise.all([1, 2].map(() => tame.enforce(call, {eventId: 'e'})))
    expect(second).toEqual(first)
    expect((await tame.sessions.get('s')).totalCalls).toBe(1)
  })

  test.each<[string, Partial<Call>]>([
    ['tool', {tool: 'http_get'}],
    ['argument', {args: {...call.args, note: 'call 556'}}],
    ['secret', {args: {...call.args, pin: '1235'}}],
    ['session', {sessionId: 't'}],
    ['agent', {agentId: 'a'}],
    ['claim', {metadata: {a: 1}}],
  ])('refuses an event id that was given with another %s', async (_, other) => {
    const tame = (await openPlace(policy)).open()
    const asked = [call, {...call, ...other}].map((each) => tame.enforce(each, {eventId: 'e'}))
    const [first, second] = await Promise.allSettled(asked)
    expect([first?.status, second]).toMatchObject(['fulfilled', {reason: {code: 'EVENT_ID_REUSED'}}])
    await expect(tame.enforce({...call, ...other}, {eventId: 'e'})).rejects.toMatchObject({
      code: 'EVENT_ID_REUSED',
    })
    expect(await allOf(tame.logs.list())).toHaveLength(1)
  })
}

/** What a decision says, without what only a record has. */
const core = ({conditionsEvaluated: _, ...decision}: Decision): Partial<Decision> => decision

/** Until the policy of this version is in force. */
async function untilVersion(tame: Tame, version: string): Promise<void> {
  while ((await tame.policy.current()).version !== version) await new Promise(setImmediate)
}

function describeResults(openPlace: OpenPlace): void {
  const result = {status: 'success', result: {token: 't0p', rows: 3}, error: null, durationMs: 12, cost: 1.5}

  test('records what came of a call, once', async () => {
    const tame = (await openPlace(policy)).open()
    const {logId} = await tame.enforce(read('/tmp/a', {sessionId: 's'}))
    const report = tame.report(logId ?? '', result)
    await Promise.all([report, tame.report(logId ?? '', result)])
    await tame.report(logId ?? '', result, {sessionId: 's'})
    expect((await tame.logs.get(logId ?? '')).outcome).toEqual({
      ...result,
      result: {token: '[redacted]', rows: 3},
    })
    expect((await tame.sessions.get('s')).estimatedCost).toBe(2)
    expect((await tame.status()).store.entries).toBe(4)
  })

  test('refuses another result of the same call', async () => {
    const tame = (await openPlace(policy)).open()
    const id = idOf(await tame.enforce(read()))
    const other = {...result, result: {token: 'other', rows: 3}}
    const settled = await Promise.allSettled([result, other].map((each) => tame.report(id, each)))
    expect(settled).toMatchObject([{status: 'fulfilled'}, {reason: {code: 'RESULT_REPORTED'}}])
    await expect(tame.report(id, other)).rejects.toMatchObject({code: 'RESULT_REPORTED'})
  })

  test('refuses the result of no call, and of another session’s', async () => {
    const tame = (await openPlace(policy)).open()
    await expect(tame.report('none', result)).rejects.toMatchObject({code: 'LOG_NOT_FOUND'})
    const id = idOf(await tame.enforce(read('/tmp/a', {sessionId: 's'})))
    await expect(tame.report(id, result, {sessionId: 't'})).rejects.toMatchObject({code: 'SESSION_MISMATCH'})
  })

  test.each<[string, object]>([
    ['no status', {}],
    ['an endless cost', {status: 's', cost: Number.POSITIVE_INFINITY}],
    ['a negative duration', {status: 's', durationMs: -1}],
    ['an error that is no text', {status: 's', error: new Error('x')}],
    ['a result that JSON can’t say', {status: 's', result: 1n}],
    ['a result beyond a megabyte', {status: 's', result: 'x'.repeat(1_048_577)}],
  ])('refuses a result with %s', async (_, bad) => {
    const tame = (await openPlace(policy)).open()
    const id = idOf(await tame.enforce(read()))
    await expect(tame.report(id, bad as never)).rejects.toMatchObject({code: 'INVALID_RESULT'})
  })
}

function describeLogs(openPlace: OpenPlace): void {
  const pathsOf = (records: readonly LogRecord[]): unknown[] => records.map(({args}) => args['path'])

  test('lists what was recorded, oldest first, and of a number the newest', async () => {
    const place = await openPlace(policy)
    const tame = place.open()
    expect(await allOf(tame.logs.list())).toEqual([])
    for (const at of [1, 2, 3, 4]) {
      await tame.enforce(read(`/tmp/${at}`, {sessionId: at < 3 ? 's' : 't', agentId: `agent ${at}`}))
      place.clock.nowMs += 1000
    }
    await tame.enforce(read('/etc/5'))
    const start = place.clock.nowMs - 4000
    const found = async (query: object): Promise<unknown[]> => pathsOf(await allOf(tame.logs.list(query)))
    expect(await found({})).toEqual(['/tmp/1', '/tmp/2', '/tmp/3', '/tmp/4', '/etc/5'])
    expect(await found({limit: 2})).toEqual(['/tmp/4', '/etc/5'])
    expect(await found({limit: 0})).toEqual([])
    expect(await found({sessionId: 's'})).toEqual(['/tmp/1', '/tmp/2'])
    expect(await found({agentId: 'agent 3'})).toEqual(['/tmp/3'])
    expect(await found({decision: 'deny'})).toEqual(['/etc/5'])
    expect(await found({rule: null})).toEqual(['/etc/5'])
    expect(await found({rule: 'temp_files', limit: 1})).toEqual(['/tmp/4'])
    expect(await found({sinceMs: start + 1000, untilMs: start + 3000})).toEqual(['/tmp/2', '/tmp/3'])
    expect(await found({grep: 'AGENT 2'})).toEqual(['/tmp/2'])
    await expect(tame.logs.get('none')).rejects.toMatchObject({code: 'LOG_NOT_FOUND'})
  })

  test('explains a recorded decision by the policy and the facts of its time', async () => {
    const place = await openPlace(policy)
    const tame = place.open()
    const calls = [
      read(),
      {tool: 'twice', args: {}, sessionId: 's'},
      {tool: 'send_email', args: {}, sessionId: 's'},
    ]
    const decisions = await Promise.all(calls.map((call) => tame.enforce(call)))
    place.writePolicy(`version: "2.0"\nrules: []\n`)
    await untilVersion(tame, '2.0')
    for (const decision of decisions) {
      const {record, explanation, again, why} = await tame.logs.explain(idOf(decision))
      expect([again, why, record.logId]).toEqual(['same', null, decision.logId])
      expect(explanation?.verdict).toMatchObject({effect: decision.effect, policyHash: decision.policyHash})
    }
  })

  test('says that it can’t tell where what was hidden mattered', async () => {
    const tame = (await openPlace(policy)).open()
    const asked = await tame.enforce({tool: 'login', args: {password: 'hunter2'}})
    const other = await tame.enforce(read('/tmp/a', {metadata: {token: 't'}}))
    expect(await tame.logs.explain(idOf(asked))).toMatchObject({
      again: 'unknown',
      why: 'tool_args.password was hidden before it was recorded',
    })
    expect((await tame.logs.explain(idOf(other))).again).toBe('same')
  })
}

function describeEvents(openPlace: OpenPlace): void {
  test('tells all that is recorded, by whoever, without a gap or a repeat', async () => {
    const place = await openPlace(policy)
    const [tame, other] = [place.open(), place.open()]
    const seqs: number[] = []
    const following = (async () => {
      for await (const {seq, kind, content} of tame.events({after: 0})) {
        seqs.push(seq)
        if (kind === 'decision' && JSON.stringify(content).includes('/tmp/last')) return
      }
    })()
    for (let at = 0; at < 10; at++)
      await Promise.all([tame, other, tame].map((each) => each.enforce(read(`/tmp/${at}`))))
    await other.enforce(read('/tmp/last'))
    await following
    expect(seqs).toEqual(Array.from({length: 33}, (_, at) => at + 1))
  })

  test('tells from now on, or resumes after a cursor', async () => {
    const tame = (await openPlace(policy)).open()
    await tame.enforce(read('/tmp/1'))
    const fromNow = tame.events()
    const resumed = tame.events({after: 2})
    await tame.enforce(read('/tmp/2'))
    const first = async (events: AsyncIterable<LedgerEvent>): Promise<LedgerEvent | undefined> => {
      for await (const event of events) return event
      return undefined
    }
    expect(await first(fromNow)).toMatchObject({
      seq: 4,
      kind: 'decision',
      at: noonText,
      content: {args: {path: '/tmp/2'}},
    })
    expect(await first(resumed)).toMatchObject({seq: 3, content: {args: {path: '/tmp/1'}}})
  })

  test('tells only what is asked for, of results too', async () => {
    const tame = (await openPlace(policy)).open()
    const [mine, yours] = await Promise.all(
      ['mine', 'yours'].map((id) => tame.enforce(read('/tmp/a', {agentId: id, sessionId: id}))),
    )
    for (const decision of [mine, yours]) await tame.report(decision?.logId ?? '', {status: 'success'})
    const kinds = async (query: object): Promise<string[]> => {
      const ending = new AbortController()
      const found: string[] = []
      for await (const {kind, seq} of tame.events({after: 0, signal: ending.signal, ...query})) {
        found.push(`${seq} ${kind}`)
        if (found.length === 2) ending.abort()
      }
      return found
    }
    expect(await kinds({agentId: 'mine'})).toEqual(['3 decision', '5 result'])
    expect(await kinds({sessionId: 'yours'})).toEqual(['4 decision', '6 result'])
    expect(await kinds({kinds: ['result']})).toEqual(['5 result', '6 result'])
  })

  test('ends by its signal, and when tame is closed', async () => {
    const tame = (await openPlace(policy)).open()
    const ending = new AbortController()
    const [byAbort, byClose] = [allOf(tame.events({signal: ending.signal})), allOf(tame.events())]
    ending.abort()
    expect(await byAbort).toEqual([])
    await tame.close()
    expect(await byClose).toEqual([])
  })
}

function describePolicies(openPlace: OpenPlace): void {
  test('says which policy is in force, and what earlier ones were', async () => {
    const place = await openPlace(policy)
    const tame = place.open()
    const {policyHash} = await tame.enforce(read())
    expect(await tame.policy.current()).toMatchObject({
      version: '1.0',
      hash: policyHash,
      description: 'What is tried here',
      rulesCount: 6,
      isShadow: false,
      problems: [],
    })
    place.writePolicy(`version: "2.0"\nrules: []\n`)
    await untilVersion(tame, '2.0')
    await tame.enforce(read())
    expect(await tame.policy.text(policyHash)).toBe(policy)
    await expect(tame.policy.text('0'.repeat(64))).rejects.toMatchObject({code: 'POLICY_NOT_FOUND'})
    const records = await allOf(tame.logs.list())
    expect(records.map(({policyVersion, effect}) => [policyVersion, effect])).toEqual([
      ['1.0', 'allow'],
      ['2.0', 'deny'],
    ])
  })

  test('says how it is', async () => {
    const tame = (await openPlace(policy)).open()
    await tame.enforce(read())
    const status = await tame.status()
    expect([status.isHealthy, status.problems, status.policy?.version, status.pendingApprovals]).toEqual([
      true,
      [],
      '1.0',
      0,
    ])
    expect([status.store.entries, status.store.decisions]).toEqual([
      3,
      {allow: 1, deny: 0, approve: 0, sanitize: 0},
    ])
  })

  test('finishes what is under way when it is closed, and takes nothing more', async () => {
    const place = await openPlace(policy)
    const tame = place.open()
    const asked = Promise.all(Array.from({length: 20}, () => tame.enforce(read())))
    await tame.close()
    expect((await asked).map(({effect}) => effect)).toEqual(Array.from({length: 20}, () => 'allow'))
    expect(await allOf(place.open().logs.list())).toHaveLength(20)
    for (const late of [tame.enforce(read()), tame.test(read()), tame.report('id', {status: 'success'})])
      await expect(late).rejects.toMatchObject({code: 'CLOSED'})
  })
}

function describePolicyDesk(openPlace: OpenPlace): void {
  const by = {description: null, createdBy: 'contract', activate: true}
  const next = 'version: "2.0"\nrules: [{name: all, action: allow}]\n'

  test('lists the rules of the policy in force', async () => {
    const rules = await (await openPlace(policy)).open().policy.rules()
    expect(rules.slice(0, 2)).toEqual([
      {name: 'temp_files', effect: 'allow', tools: ['read_file'], description: null},
      {name: 'mask', effect: 'sanitize', tools: ['http_post'], description: null},
    ])
  })

  test('says what a text would be worth as a policy', async () => {
    const {policy: desk} = (await openPlace(policy)).open()
    expect(await desk.check(next)).toEqual({errors: [], rulesCount: 1, version: '2.0'})
    expect(await desk.check('version: "2.0"\nrules: [{name: all, acton: allow}]\n')).toEqual({
      errors: ['Line 2, column 21: Unknown key "acton". Did you mean "action"?'],
      rulesCount: 0,
      version: null,
    })
  })

  test('takes in a policy, and puts it in force when that is wanted', async () => {
    const tame = (await openPlace(policy)).open()
    await tame.enforce(read())
    const kept = await tame.policy.create(next, {...by, description: 'for later', activate: false})
    expect(kept).toMatchObject({
      version: '2.0',
      description: 'for later',
      createdBy: 'contract',
      isInForce: false,
    })
    expect((await tame.policy.current()).version).toBe('1.0')
    expect(await tame.policy.text(kept.hash)).toBe(next)
    await tame.policy.create(next.replace('2.0', '3.0'), by)
    expect((await tame.enforce({tool: 'other', args: {}})).policyVersion).toBe('3.0')
    expect((await tame.policy.versions()).map(({version, isInForce}) => [version, isInForce])).toEqual([
      ['3.0', true],
      ['2.0', false],
      ['1.0', false],
    ])
  })

  test('takes in no version twice, and no text that is not sound', async () => {
    const tame = (await openPlace(policy)).open()
    await tame.policy.create(next, {...by, activate: false})
    await expect(tame.policy.create(`${next}# more`, by)).rejects.toMatchObject({
      code: 'POLICY_VERSION_TAKEN',
    })
    await expect(tame.policy.create('version: "4.0"\n', by)).rejects.toMatchObject({code: 'POLICY_INVALID'})
    expect((await tame.policy.current()).version).toBe('1.0')
  })

  test('puts in force what the file says now, or keeps the policy before it', async () => {
    const place = await openPlace(policy)
    const tame = place.open()
    await tame.policy.current()
    place.writePolicy(next)
    const {before, now} = await tame.policy.reload()
    expect(now.version).toBe('2.0')
    expect(['1.0', '2.0']).toContain(before?.version)
    place.writePolicy('version: "5.0"\n')
    await expect(tame.policy.reload()).rejects.toMatchObject({code: 'POLICY_INVALID'})
    expect((await tame.policy.current()).version).toBe('2.0')
    expect((await tame.enforce({tool: 'other', args: {}})).policyVersion).toBe('2.0')
  })
}

function describeKeys(openPlace: OpenPlace): void {
  test('makes keys, lists them without what they say, and revokes them', async () => {
    const place = await openPlace(policy)
    const {keys} = place.open()
    expect(await keys.list()).toEqual([])
    const bot = await keys.create('bot', 'agent')
    const ada = await keys.create('ada', 'admin')
    expect(bot.secret).toMatch(/^tk_[\da-f]{10}_[\da-f]{64}$/)
    expect(bot.key).toEqual({
      id: bot.secret.slice(3, 13),
      name: 'bot',
      role: 'agent',
      hint: `tk_…${bot.secret.slice(-4)}`,
      createdAtMs: place.clock.nowMs,
      revokedAtMs: null,
    })
    place.clock.nowMs += 1000
    const revoked = {...bot.key, revokedAtMs: place.clock.nowMs}
    expect(await keys.revoke(bot.key.id)).toEqual(revoked)
    place.clock.nowMs += 1000
    expect(await keys.revoke(bot.key.id)).toEqual(revoked)
    expect(await place.open().keys.list()).toEqual([revoked, ada.key])
    await expect(keys.revoke('nobody')).rejects.toMatchObject({code: 'KEY_NOT_FOUND'})
  })
}

function describeArchives(openPlace: OpenPlace): void {
  test('puts a session away, and says how long it is kept', async () => {
    const place = await openPlace(policy)
    const tame = place.open()
    await tame.enforce(read('/tmp/a', {sessionId: 's'}))
    await tame.enforce(read('/tmp/b', {sessionId: 's'}))
    const retainedUntilMs = place.clock.nowMs + 10 * 24 * hourMs
    expect(await tame.sessions.archive('s', {by: 'ada', retentionDays: 10})).toEqual({
      sessionId: 's',
      calls: 2,
      retainedUntilMs,
    })
    expect(await tame.sessions.archive('s', {by: 'bob', retentionDays: 9})).toMatchObject({retainedUntilMs})
    expect(await tame.sessions.get('s')).toMatchObject({totalCalls: 2, retainedUntilMs})
    await tame.enforce(read('/tmp/c', {sessionId: 's'}))
    expect(await tame.sessions.get('s')).toMatchObject({totalCalls: 3, retainedUntilMs})
    expect(await tame.audit.verify()).toMatchObject({ok: true, failures: []})
    await expect(tame.sessions.archive('t', {by: 'ada', retentionDays: 1})).rejects.toMatchObject({
      code: 'SESSION_NOT_FOUND',
    })
  })
}
