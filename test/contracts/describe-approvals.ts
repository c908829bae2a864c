import {describe, expect, test} from 'vitest'
import type {Approval, ApprovalQuery, GivenAnswer} from '../../src/model/approval.js'
import type {Call} from '../../src/model/call.js'
import type {Decision} from '../../src/model/decision.js'
import type {LedgerEvent} from '../../src/model/ledger-event.js'
import type {Tame} from '../../src/model/tame.js'
import {allOf} from '../helpers/all-of.js'
import type {OpenPlace, TamePlace} from './describe-tame.js'

const policy = `
version: "1.0"
rules:
  - name: secrets
    tools: [send]
    condition: tool_args.to == "eve"
    action: deny
  - name: many
    tools: [send]
    condition: tool_args.to == "limited"
    limit: {count: 1, per: session, window: 1h}
    action: deny
  - name: everyone
    tools: [send]
    condition: tool_args.to == "all"
    action: approve
  - name: mask
    tools: [send]
    condition: tool_args.to == "masked"
    action: sanitize
    sanitize: [{arg: note, replace: "[0-9]+", by: "#"}]
  - name: sends
    tools: [send]
    reason: Mail leaves the company
    action: approve
    approval: {timeout: 5m}
  - name: pays
    tools: [pay]
    action: approve
    approval: {timeout: 5m, approvers: [ada, bob, cyd], quorum: 2}
  - name: waits
    tools: [wait]
    action: approve
    approval: {timeout: 5m, on_timeout: allow}
  - name: runs
    tools: [run]
    action: allow
`

const minuteMs = 60_000

/** What every tame promises of questions to people. */
export function describeApprovals(openPlace: OpenPlace): void {
  describe('approvals', () => {
    const open = () => openPlace(policy)
    describeQuestions(open)
    describeRuns(open)
    describeAnswers(open)
    describeEdits(open)
    describeSessions(open)
    describeTimes(open)
    describeChanges(open)
    describeWaiting(open)
    describeRecord(open)
  })
}

type Open = () => TamePlace | Promise<TamePlace>

const send = (args: Call['args'] = {to: 'bob', token: 's3cr3t'}, more: Partial<Call> = {}): Call => ({
  tool: 'send',
  args,
  sessionId: 's',
  agentId: 'a',
  ...more,
})

const idOf = ({approvalId}: Decision): string => approvalId ?? 'none'
const shown = ({effect, ruleName, approvalId}: Decision) => [effect, ruleName, approvalId]
const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no error',
    (error: {code?: unknown}) => error.code ?? error,
  )
const messageOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error: Error) => error.message,
  )

/** Asks about a call, and has a person answer. */
async function asked(place: TamePlace, call = send()): Promise<{tame: Tame; id: string; call: Call}> {
  const tame = place.open()
  return {tame, id: idOf(await tame.enforce(call)), call}
}

const answer = async (
  place: TamePlace,
  id: string,
  by = 'ada',
  given: Partial<GivenAnswer> = {},
): Promise<Approval> => (await place.person(by)).approvals.answer(id, {effect: 'approve', by, ...given})

function describeQuestions(open: Open): void {
  test('asks a person about a call, and shows it without what is secret', async () => {
    const place = await open()
    const tame = place.open()
    const call = send(undefined, {userId: 'u', metadata: {why: 'test', api_key: 'k'}})
    const decision = await tame.enforce(call)
    expect([decision.effect, decision.approvalId]).toEqual([
      'approve',
      expect.stringMatching(/^[0-9a-f-]{36}$/),
    ])
    const {nowMs} = place.clock
    expect(await tame.approvals.get(idOf(decision))).toEqual({
      id: decision.approvalId,
      status: 'pending',
      seq: expect.any(Number),
      logId: decision.logId,
      tool: 'send',
      args: {to: 'bob', token: '[redacted]'},
      sessionId: 's',
      agentId: 'a',
      userId: 'u',
      keyId: place.keyId ?? null,
      metadata: {why: 'test', api_key: '[redacted]'},
      reason: 'Mail leaves the company',
      ruleName: 'sends',
      policyHash: decision.policyHash,
      requestedAtMs: nowMs,
      expiresAtMs: nowMs + 5 * minuteMs,
      onTimeout: 'deny',
      approvers: [],
      quorum: 1,
      answers: [],
      scope: 'once',
      editedArgs: null,
      spentBy: null,
      resolvedBy: null,
      resolvedAtMs: null,
      comment: null,
      isErased: false,
    } satisfies Record<keyof Approval, unknown>)
    expect((await tame.status()).pendingApprovals).toBe(1)
    expect((await tame.logs.get(decision.logId ?? '')).approvalId).toBe(decision.approvalId)
  })

  test('asks once, however often the same call is made while it waits', async () => {
    const {tame, id} = await asked(await open())
    const others = await Promise.all(
      [1, 2].map((trace) => tame.enforce(send(undefined, {metadata: {trace}}))),
    )
    expect(others.map(shown)).toEqual([1, 2].map(() => ['approve', 'sends', id]))
    expect(await allOf(tame.approvals.list())).toHaveLength(1)
  })

  test.each<[string, Partial<Call>]>([
    ['other arguments', {args: {to: 'bob', token: 'other'}}],
    ['another session', {sessionId: 't'}],
    ['no session', {sessionId: null}],
    ['another agent', {agentId: 'b'}],
    ['another user', {userId: 'u'}],
  ])('asks anew about a call with %s', async (_, change) => {
    const place = await open()
    const {tame, id} = await asked(place)
    await answer(place, id)
    const other = await tame.enforce({...send(), ...change})
    expect([other.effect, other.approvalId === id]).toEqual(['approve', false])
  })

  test('tells that there is no such approval', async () => {
    const place = await open()
    const {approvals} = place.open()
    expect(await codeOf(approvals.get('x'))).toBe('APPROVAL_NOT_FOUND')
    expect(await codeOf(approvals.wait('x'))).toBe('APPROVAL_NOT_FOUND')
    expect(await codeOf(answer(place, 'x'))).toBe('APPROVAL_NOT_FOUND')
    expect(await allOf(approvals.list())).toEqual([])
  })

  test('lists those that are meant, the oldest first', async () => {
    const place = await open()
    const tame = place.open()
    const ids: string[] = []
    for (const [sessionId, agentId] of [
      ['s', 'a'],
      ['t', 'a'],
      ['s', 'b'],
      ['t', 'b'],
    ] as const)
      ids.push(idOf(await tame.enforce(send(undefined, {sessionId, agentId}))))
    await answer(place, ids[1] ?? '')
    await answer(place, ids[2] ?? '', 'ada', {effect: 'deny'})
    const listed = async (query: ApprovalQuery) =>
      (await allOf(tame.approvals.list(query))).map(({id}) => ids.indexOf(id))
    expect([
      await listed({}),
      await listed({status: 'pending'}),
      await listed({status: 'approved'}),
      await listed({status: 'denied'}),
      await listed({sessionId: 's'}),
      await listed({agentId: 'b', status: 'pending'}),
      await listed({limit: 2}),
      await listed({limit: 0}),
    ]).toEqual([[0, 1, 2, 3], [0, 3], [1], [2], [0, 2], [3], [2, 3], []])
  })
}

function describeRuns(open: Open): void {
  test('lets the call run once that was approved', async () => {
    const place = await open()
    const {tame, id, call} = await asked(place, send({to: 'bob'}))
    const approval = await answer(place, id, 'ada', {comment: 'Fine'})
    expect([approval.status, approval.resolvedBy, approval.comment]).toEqual(['approved', 'ada', 'Fine'])
    const run = await tame.enforce(call)
    expect([shown(run), run.ruling, run.args, run.reason]).toEqual([
      ['allow', 'sends', id],
      'approve',
      call.args,
      'Approved by ada: Mail leaves the company',
    ])
    expect((await tame.approvals.get(id)).spentBy).toBe(run.logId)
    const {again: sameness, why} = await tame.logs.explain(run.logId ?? '')
    expect([sameness, why]).toEqual(['same', null])
    const again = await tame.enforce(call)
    expect([again.effect, again.approvalId === id]).toEqual(['approve', false])
  })

  test('lets it run once, however many ask at the same time', async () => {
    const place = await open()
    const {id, call} = await asked(place)
    await answer(place, id)
    const tames = [place.open(), place.open()]
    const runs = await Promise.all(Array.from({length: 10}, (_, at) => tames[at % 2]?.enforce(call)))
    expect(runs.filter((run) => run?.effect === 'allow')).toHaveLength(1)
    expect(new Set(runs.filter((run) => run?.effect === 'approve').map((run) => run?.approvalId)).size).toBe(
      1,
    )
  })

  test('lets no call run that was denied, and asks anew', async () => {
    const place = await open()
    const {tame, id, call} = await asked(place)
    const approval = await answer(place, id, 'ada', {effect: 'deny', comment: 'No'})
    expect([approval.status, approval.resolvedBy, approval.comment]).toEqual(['denied', 'ada', 'No'])
    const again = await tame.enforce(call)
    expect([again.effect, again.approvalId === id]).toEqual(['approve', false])
  })

  test('counts a call that was approved once for the limit that it was asked under', async () => {
    const place = await open()
    const limited = send({to: 'limited'})
    const {tame, id} = await asked(place, limited)
    await answer(place, id)
    expect(shown(await tame.enforce(limited))).toEqual(['allow', 'sends', id])
    expect((await tame.enforce(limited)).effect).toBe('deny')
  })

  test('takes no part in what runs without being asked about', async () => {
    const place = await open()
    const tame = place.open()
    expect(shown(await tame.enforce({tool: 'run', args: {}}))).toEqual(['allow', 'runs', null])
    expect(await allOf(tame.approvals.list())).toEqual([])
  })

  test('is shown by a rehearsal, which spends nothing', async () => {
    const place = await open()
    const {tame, id, call} = await asked(place)
    const rehearsed = async () => {
      const decision = await tame.test(call)
      expect((await tame.explain(call)).decision).toEqual(decision)
      return [...shown(decision), decision.args, decision.reason]
    }
    expect(await rehearsed()).toEqual([
      'approve',
      'sends',
      id,
      {to: 'bob', token: '[redacted]'},
      'Mail leaves the company',
    ])
    await answer(place, id, 'ada', {args: {to: 'cyd', token: '[redacted]'}})
    for (const _ of [1, 2])
      expect(await rehearsed()).toEqual([
        'sanitize',
        'sends',
        id,
        {to: 'cyd', token: '[redacted]'},
        'Approved by ada: Mail leaves the company',
      ])
    expect(shown(await tame.test({...call, agentId: 'b'}))).toEqual(['approve', 'sends', null])
    expect(shown(await tame.enforce(call))).toEqual(['sanitize', 'sends', id])
    expect(shown(await tame.test(call))).toEqual(['approve', 'sends', null])
  })

  test('is shown by a rehearsal as the clock has decided it', async () => {
    const place = await open()
    const {tame, id, call} = await asked(place, {tool: 'wait', args: {}, sessionId: 's'})
    place.clock.nowMs += 5 * minuteMs
    expect(shown(await tame.test(call))).toEqual(['allow', 'waits', id])
    place.clock.nowMs += 5 * minuteMs
    expect(shown(await tame.test(call))).toEqual(['approve', 'waits', null])
  })

  test('gives a repeated event its first answer, and spends nothing', async () => {
    const place = await open()
    const {tame, id, call} = await asked(place)
    await answer(place, id)
    const first = await tame.enforce(call, {eventId: 'e'})
    expect(await tame.enforce(call, {eventId: 'e'})).toMatchObject({
      logId: first.logId,
      effect: 'allow',
      approvalId: id,
    })
  })
}

function describeAnswers(open: Open): void {
  test('is resolved by the first, and tells the second who that was', async () => {
    const place = await open()
    const {id} = await asked(place)
    await answer(place, id, 'ada', {effect: 'deny'})
    const late = answer(place, id, 'bob')
    expect(await codeOf(late)).toBe('APPROVAL_RESOLVED')
    expect(await messageOf(late)).toContain('denied by ada')
  })

  test('is resolved once, however many answer at the same time', async () => {
    const place = await open()
    const {tame, id} = await asked(place)
    const people = ['ada', 'bob', 'cyd', 'dan', 'eli', 'fay']
    const settled = await Promise.allSettled(
      people.map((by, at) => answer(place, id, by, {effect: at % 2 === 0 ? 'approve' : 'deny'})),
    )
    const first = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    expect(first).toEqual([await tame.approvals.get(id)])
    expect(first[0]?.answers).toHaveLength(1)
  })

  test('asks as many different people as the rule says', async () => {
    const place = await open()
    const {tame, id, call} = await asked(place, {tool: 'pay', args: {sum: 1}, sessionId: 's'})
    expect((await answer(place, id, 'ada')).status).toBe('pending')
    expect(await codeOf(answer(place, id, 'ada'))).toBe('APPROVAL_ANSWERED')
    expect(await codeOf(answer(place, id, 'eve'))).toBe('APPROVAL_NOT_YOURS')
    expect((await tame.enforce(call)).effect).toBe('approve')
    const approval = await answer(place, id, 'bob')
    expect([approval.status, approval.resolvedBy, approval.answers.map(({by}) => by)]).toEqual([
      'approved',
      'bob',
      ['ada', 'bob'],
    ])
    expect((await tame.enforce(call)).reason).toContain('Approved by ada and bob')
  })

  test('is denied by the first who denies, whatever others said', async () => {
    const place = await open()
    const {id} = await asked(place, {tool: 'pay', args: {}, sessionId: 's'})
    await answer(place, id, 'ada')
    expect((await answer(place, id, 'bob', {effect: 'deny'})).status).toBe('denied')
  })

  test('is not approved by the agent that asks', async () => {
    const place = await open()
    const {id} = await asked(place)
    expect(await codeOf(answer(place, id, 'a'))).toBe('APPROVAL_NOT_YOURS')
  })

  test('is denied by whoever may, though the agent calls itself like them', async () => {
    const place = await open()
    const {id} = await asked(place, {tool: 'pay', args: {}, sessionId: 's', agentId: 'ada'})
    expect((await answer(place, id, 'ada', {effect: 'deny'})).status).toBe('denied')
  })

  test('is taken back by whoever asked no more', async () => {
    const place = await open()
    const {tame, id, call} = await asked(place)
    const person = await place.person('ada')
    const approval = await person.approvals.cancel(id, {by: 'ada', comment: 'Not needed'})
    expect([approval.status, approval.resolvedBy, approval.comment]).toEqual([
      'cancelled',
      'ada',
      'Not needed',
    ])
    expect(await codeOf(answer(place, id))).toBe('APPROVAL_RESOLVED')
    expect((await tame.enforce(call)).approvalId).not.toBe(id)
  })

  test.each<[string, object]>([
    ['a misspelt key', {argz: {}}],
    ['another effect', {effect: 'allow'}],
    ['another scope', {scope: 'day'}],
    ['arguments that are denied', {effect: 'deny', args: {}}],
    ['a session that is denied', {effect: 'deny', scope: 'session'}],
    ['arguments that are none', {args: ['x']}],
    ['a seq that is none', {seq: 0}],
  ])('refuses an answer with %s', async (_, given) => {
    const place = await open()
    const {tame, id} = await asked(place)
    expect(await codeOf(answer(place, id, 'ada', given as Partial<GivenAnswer>))).toMatch(/^INVALID_|^WRONG_/)
    expect((await tame.approvals.get(id)).status).toBe('pending')
  })
}

function describeEdits(open: Open): void {
  const edited = (args: Call['args']) => ({args})

  test('runs what was edited, with what is hidden as the caller gives it', async () => {
    const place = await open()
    const {tame, id, call} = await asked(place)
    const approval = await answer(place, id, 'ada', edited({to: 'cyd', token: '[redacted]', cc: 1}))
    expect([approval.args, approval.editedArgs]).toEqual([
      {to: 'bob', token: '[redacted]'},
      {to: 'cyd', token: '[redacted]', cc: 1},
    ])
    const run = await tame.enforce(call)
    expect([shown(run), run.args]).toEqual([['sanitize', 'sends', id], {to: 'cyd', token: 's3cr3t', cc: 1}])
    const record = await tame.logs.get(run.logId ?? '')
    expect([record.givenArgs, record.args]).toEqual([
      {to: 'bob', token: '[redacted]'},
      {to: 'cyd', token: '[redacted]', cc: 1},
    ])
  })

  test('puts what is hidden back where it was, in lists too', async () => {
    const place = await open()
    const given = {
      to: 'bob',
      list: [
        {n: 1, token: 'one'},
        {n: 2, token: 'two'},
      ],
    }
    const {tame, id, call} = await asked(place, send(given))
    const list = [
      {n: 3, token: '[redacted]'},
      {n: 2, token: '[redacted]'},
    ]
    await answer(place, id, 'ada', edited({to: 'bob', list}))
    expect((await tame.enforce(call)).args).toEqual({
      to: 'bob',
      list: [
        {n: 3, token: 'one'},
        {n: 2, token: 'two'},
      ],
    })
  })

  test('is not edited so that what is hidden changes places', async () => {
    const place = await open()
    const list = ['ann', 'ben'].map((name) => ({name, token: name}))
    const {tame, id} = await asked(place, send({to: 'bob', list}))
    const moved = ['ben', 'ann'].map((name) => ({name, token: '[redacted]'}))
    expect(await messageOf(answer(place, id, 'ada', edited({to: 'bob', list: moved})))).toContain(
      'args.list[0] says [redacted]',
    )
    expect((await tame.approvals.get(id)).status).toBe('pending')
  })

  test('counts for the limits of what was edited', async () => {
    const place = await open()
    const {tame, id, call} = await asked(place)
    await answer(place, id, 'ada', edited({to: 'limited'}))
    expect((await tame.enforce(call)).effect).toBe('sanitize')
    expect((await tame.enforce(send({to: 'limited'}))).effect).toBe('deny')
  })

  test('runs what a rule makes of what was edited', async () => {
    const place = await open()
    const {tame, id, call} = await asked(place)
    await answer(place, id, 'ada', edited({to: 'masked', note: 'call 555'}))
    expect((await tame.enforce(call)).args).toEqual({to: 'masked', note: 'call #'})
  })

  test.each<[string, Call['args'], string]>([
    ['to what is denied', {to: 'eve'}, 'APPROVAL_EDIT_DENIED'],
    ['to what another rule asks about', {to: 'all'}, 'APPROVAL_EDIT_DENIED'],
    ['by moving what is hidden', {to: '[redacted]'}, 'APPROVAL_EDIT_INVALID'],
    ['by writing what is hidden', {to: 'bob', token: 'mine'}, 'APPROVAL_EDIT_INVALID'],
    ['by adding what is hidden', {to: 'bob', list: [{password: 'x'}]}, 'APPROVAL_EDIT_INVALID'],
  ])('is not edited %s', async (_, args, code) => {
    const place = await open()
    const {tame, id} = await asked(place)
    expect(await codeOf(answer(place, id, 'ada', edited(args)))).toBe(code)
    expect((await tame.approvals.get(id)).status).toBe('pending')
  })

  test('has all who must agree agree to the same', async () => {
    const place = await open()
    const {tame, id, call} = await asked(place, {tool: 'pay', args: {sum: 100}, sessionId: 's'})
    await answer(place, id, 'ada', edited({sum: 1}))
    expect(await codeOf(answer(place, id, 'bob'))).toBe('APPROVAL_EDITED')
    expect(await codeOf(answer(place, id, 'bob', edited({sum: 2})))).toBe('APPROVAL_EDITED')
    // Which shows the edit, and asks.
    await expect(answer(place, id, 'bob')).rejects.toMatchObject({
      suggestions: [`See them, and agree: tame approve ${id}`, `tame approve ${id} --deny`],
    })
    expect((await answer(place, id, 'bob', edited({sum: 1}))).status).toBe('approved')
    expect((await tame.enforce(call)).args).toEqual({sum: 1})
  })

  test('has who agrees to an edit have seen it', async () => {
    const place = await open()
    const {tame, id, call} = await asked(place, {tool: 'pay', args: {sum: 100}, sessionId: 's'})
    const {seq: before} = await tame.approvals.get(id)
    const {seq} = await answer(place, id, 'ada', edited({sum: 1}))
    expect(await codeOf(answer(place, id, 'bob', {seq: before}))).toBe('APPROVAL_EDITED')
    expect(await codeOf(answer(place, id, 'bob', {seq: seq + 1}))).toBe('INVALID_ANSWER')
    expect((await answer(place, id, 'bob', {seq})).status).toBe('approved')
    expect((await tame.enforce(call)).args).toEqual({sum: 1})
  })

  test('is approved by whoever saw it before others agreed to it as it was asked', async () => {
    const place = await open()
    const {tame, id, call} = await asked(place, {tool: 'pay', args: {sum: 100}, sessionId: 's'})
    const {seq} = await tame.approvals.get(id)
    await answer(place, id, 'ada', {seq})
    expect((await answer(place, id, 'bob', {seq})).status).toBe('approved')
    expect((await tame.enforce(call)).args).toEqual({sum: 100})
  })

  test('denies what was edited when the policy has come to deny it', async () => {
    const place = await open()
    const {tame, id, call} = await asked(place)
    await answer(place, id, 'ada', edited({to: 'cyd'}))
    place.writePolicy(policy.replace('tool_args.to == "eve"', 'tool_args.to == "cyd"'))
    await tame.policy.reload()
    const run = await tame.enforce(call)
    expect([shown(run), run.args]).toEqual([['deny', 'sends', null], call.args])
    expect(run.reason).toContain('The edited call is denied')
    expect((await tame.approvals.get(id)).spentBy).toBeNull()
  })
}

function describeSessions(open: Open): void {
  test('counts each run in the session but the first, which was counted when it was asked', async () => {
    const place = await open()
    const {tame, id, call} = await asked(place, send({to: 'limited'}))
    await answer(place, id, 'ada', {scope: 'session'})
    expect(shown(await tame.enforce(call))).toEqual(['allow', 'sends', id])
    expect((await tame.enforce(call)).effect).toBe('deny')
  })

  test('is good for the session, also when its own time is over', async () => {
    const place = await open()
    const {tame, id, call} = await asked(place)
    const approval = await answer(place, id, 'ada', {scope: 'session'})
    expect(approval.scope).toBe('session')
    place.clock.nowMs += 60 * minuteMs
    const runs = [await tame.enforce(call), await tame.enforce(call)]
    expect(runs.map(shown)).toEqual([1, 2].map(() => ['allow', 'sends', id]))
    expect((await tame.approvals.get(id)).spentBy).toBeNull()
    expect((await tame.enforce({...call, sessionId: 't'})).effect).toBe('approve')
    expect((await tame.enforce(send({to: 'other'}))).effect).toBe('approve')
  })

  test('is good for a session only where there is one', async () => {
    const place = await open()
    const {id} = await asked(place, send(undefined, {sessionId: null}))
    expect(await codeOf(answer(place, id, 'ada', {scope: 'session'}))).toBe('INVALID_ANSWER')
  })

  test('goes as far as all who agreed go', async () => {
    const place = await open()
    const {id} = await asked(place, {tool: 'pay', args: {}, sessionId: 's'})
    await answer(place, id, 'ada', {scope: 'session'})
    expect((await answer(place, id, 'bob')).scope).toBe('once')
  })
}

function describeTimes(open: Open): void {
  test('expires by the clock, for whoever looks', async () => {
    const place = await open()
    const {tame, id, call} = await asked(place)
    const {expiresAtMs} = await tame.approvals.get(id)
    place.clock.nowMs = expiresAtMs - 1
    expect((await tame.approvals.get(id)).status).toBe('pending')
    place.clock.nowMs = expiresAtMs
    const {status, resolvedBy, resolvedAtMs} = await tame.approvals.get(id)
    expect([status, resolvedBy, resolvedAtMs]).toEqual(['expired', 'timeout', expiresAtMs])
    expect((await allOf(tame.approvals.list({status: 'expired'}))).map((each) => each.id)).toEqual([id])
    expect(await allOf(tame.approvals.list({status: 'pending'}))).toEqual([])
    expect((await tame.status()).pendingApprovals).toBe(0)
    expect(await codeOf(answer(place, id))).toBe('APPROVAL_RESOLVED')
    expect((await tame.enforce(call)).approvalId).not.toBe(id)
  })

  test('is put on record as expired by the next who writes, once', async () => {
    const place = await open()
    const {tame, id} = await asked(place)
    place.clock.nowMs += 5 * minuteMs
    await tame.enforce({tool: 'run', args: {}})
    await place.open().enforce({tool: 'run', args: {}})
    expect(await stepsOf(tame, id)).toEqual(['asked', 'expired'])
  })

  test('lets nothing run when its time is over', async () => {
    const place = await open()
    const {tame, id, call} = await asked(place)
    await answer(place, id)
    place.clock.nowMs += 5 * minuteMs
    const late = await tame.enforce(call)
    expect([late.effect, late.approvalId === id]).toEqual(['approve', false])
  })

  test('comes to an approval where the rule says so, for as long again', async () => {
    const place = await open()
    const {tame, id, call} = await asked(place, {tool: 'wait', args: {}, sessionId: 's'})
    place.clock.nowMs += 5 * minuteMs
    const {status, resolvedBy} = await tame.approvals.get(id)
    expect([status, resolvedBy]).toEqual(['approved', 'timeout'])
    expect(shown(await tame.enforce(call))).toEqual(['allow', 'waits', id])
    expect(await stepsOf(tame, id)).toEqual(['asked', 'resolved', 'spent'])
    const other = idOf(await tame.enforce(call))
    place.clock.nowMs += 10 * minuteMs
    expect((await tame.enforce(call)).approvalId).not.toBe(other)
  })
}

function describeChanges(open: Open): void {
  const change = async (place: TamePlace, tame: Tame, from: string, to: string): Promise<void> => {
    place.writePolicy(policy.replace(from, to))
    await tame.policy.reload()
  }

  test('is decided again when the policy has changed: what is denied stays denied', async () => {
    const place = await open()
    const {tame, id, call} = await asked(place)
    await answer(place, id)
    await change(place, tame, 'tool_args.to == "eve"', 'tool_args.to == "bob"')
    expect(shown(await tame.enforce(call))).toEqual(['deny', 'secrets', null])
  })

  test('is asked anew when another rule asks', async () => {
    const place = await open()
    const {tame, id, call} = await asked(place)
    await answer(place, id)
    await change(place, tame, 'tool_args.to == "all"', 'tool_args.to == "bob"')
    const again = await tame.enforce(call)
    expect([shown(again).slice(0, 2), again.approvalId === id]).toEqual([['approve', 'everyone'], false])
  })

  test('is asked anew when another rule asks about what was edited', async () => {
    const place = await open()
    const {tame, id, call} = await asked(place)
    await answer(place, id, 'ada', {args: {to: 'cyd'}})
    await change(place, tame, 'tool_args.to == "all"', 'tool_args.to == "cyd"')
    const again = await tame.enforce(call)
    expect([shown(again).slice(0, 2), again.approvalId === id]).toEqual([['approve', 'sends'], false])
  })

  test.each([
    ['two people', '{timeout: 5m, quorum: 2}'],
    ['somebody else', '{timeout: 5m, approvers: [bob]}'],
    ['until it is allowed', '{timeout: 5m, on_timeout: allow}'],
  ])('is asked anew when the rule has come to ask %s while it waits', async (_, terms) => {
    const place = await open()
    const {tame, id, call} = await asked(place)
    await change(place, tame, '{timeout: 5m}', terms)
    const again = await tame.enforce(call)
    expect([again.effect, again.approvalId === id]).toEqual(['approve', false])
  })

  test('is good still when the rule is the same and asks no more than before', async () => {
    const place = await open()
    const {tame, id, call} = await asked(place)
    await answer(place, id)
    await change(place, tame, 'Mail leaves the company', 'Mail goes out')
    expect(shown(await tame.enforce(call))).toEqual(['allow', 'sends', id])
  })

  test.each([
    ['two people', '{timeout: 5m}', '{timeout: 5m, quorum: 2}'],
    ['somebody else', '{timeout: 5m}', '{timeout: 5m, approvers: [bob]}'],
  ])('is asked anew when the rule has come to ask %s', async (_, from, to) => {
    const place = await open()
    const {tame, id, call} = await asked(place)
    await answer(place, id)
    await change(place, tame, from, to)
    const again = await tame.enforce(call)
    expect([again.effect, again.approvalId === id]).toEqual(['approve', false])
  })
}

function describeWaiting(open: Open): void {
  test('is waited for until somebody answers', async () => {
    const place = await open()
    const {tame, id} = await asked(place)
    const waiting = [tame.approvals.wait(id), place.open().approvals.wait(id)]
    const approval = await answer(place, id)
    expect(await Promise.all(waiting)).toEqual([approval, approval])
    expect(await tame.approvals.wait(id)).toEqual(approval)
  })

  test('is waited for where its call belongs to no session', async () => {
    const place = await open()
    const {tame, id} = await asked(place, send({to: 'bob'}, {sessionId: null}))
    const waiting = tame.approvals.wait(id)
    expect(await Promise.all([waiting, answer(place, id)])).toEqual([await waiting, await waiting])
  })

  test('is waited for no longer than somebody wants to', async () => {
    const {tame, id} = await asked(await open())
    const timeout = await tame.approvals.wait(id, {timeoutMs: 0}).catch((error) => error)
    expect([timeout.code, timeout.approvalId]).toEqual(['APPROVAL_TIMEOUT', id])
    const signal = AbortSignal.abort(new Error('enough'))
    expect(await messageOf(tame.approvals.wait(id, {signal}))).toBe('enough')
    const ending = new AbortController()
    const waiting = tame.approvals.wait(id, {signal: ending.signal})
    ending.abort(new Error('no more'))
    expect(await messageOf(waiting)).toBe('no more')
  })

  test('tells of each step as it is recorded', async () => {
    const place = await open()
    const tame = place.open()
    const events = tame.events({after: 0, kinds: ['approval']})[Symbol.asyncIterator]()
    const {id, call} = await asked(place)
    await answer(place, id, 'ada', {comment: 'Fine'})
    await tame.enforce(call)
    const told: LedgerEvent[] = []
    while (told.length < 4) told.push((await events.next()).value as LedgerEvent)
    await events.return?.()
    expect(
      told.map(({sessionId, body}) => [sessionId, body['approval_id'], body['agent_id'], body['step']]),
    ).toEqual(['asked', 'answered', 'resolved', 'spent'].map((step) => ['s', id, 'a', step]))
    expect(told[1]?.content).toEqual({comment: 'Fine'})
    const {key_id: keyId} = told[1]?.body ?? {}
    expect(place.keyId === undefined ? keyId === null : typeof keyId === 'string').toBe(true)
  })
}

async function stepsOf(tame: Tame, id: string): Promise<unknown[]> {
  const {store} = await tame.status()
  const steps: unknown[] = []
  for await (const {seq, kind, body} of tame.events({after: 0})) {
    if (kind === 'approval' && body['approval_id'] === id) steps.push(body['step'])
    if (seq >= store.entries) break
  }
  return steps
}

function describeRecord(open: Open): void {
  test('verifies, whatever became of approvals', async () => {
    const place = await open()
    const {tame, id, call} = await asked(place)
    await answer(place, id, 'ada', {args: {to: 'cyd'}, comment: 'x'})
    await tame.enforce(call)
    const {id: second} = await asked(place, {tool: 'pay', args: {}, sessionId: 't'})
    await answer(place, second, 'ada')
    await asked(place, {tool: 'wait', args: {}, sessionId: 's'})
    await asked(place, send({to: 'open'}, {sessionId: 'u'}))
    place.clock.nowMs += 5 * minuteMs
    await tame.enforce({tool: 'wait', args: {}, sessionId: 's'})
    const auditor = await place.person('ada')
    expect((await auditor.audit.verify()).failures).toEqual([])
  })
}
