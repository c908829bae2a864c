import fc from 'fast-check'
import {expect, test} from 'vitest'
import type {Approval, GivenAnswer} from '../../../src/model/approval.js'
import type {Call} from '../../../src/model/call.js'
import type {Decision} from '../../../src/model/decision.js'
import type {Tame} from '../../../src/model/tame.js'
import {allOf} from '../../helpers/all-of.js'
import {createEnginePlace, type EnginePlace} from '../../helpers/engine-place.js'
import {runs} from '../../helpers/runs.js'

const policy = `
version: "1"
rules:
  - {name: never, tools: [send], condition: tool_args.to == "eve", action: deny}
  - {name: sends, tools: [send], action: approve, approval: {timeout: 1m}}
  - {name: pays, tools: [pay], action: approve, approval: {timeout: 2m, quorum: 2}}
  - {name: waits, tools: [wait], action: approve, approval: {timeout: 1m, on_timeout: allow}}
`

const calls: readonly Call[] = ['send', 'pay', 'wait'].flatMap((tool) =>
  ['s', null].map((sessionId) => ({tool, args: {to: 'bob', token: 'x'}, sessionId, agentId: 'a'})),
)

type Step =
  | {kind: 'enforce' | 'race'; call: number}
  | {kind: 'answer'; which: number; given: GivenAnswer}
  | {kind: 'cancel'; which: number}
  | {kind: 'pass'; ms: number}
  | {kind: 'restart'}

const given: fc.Arbitrary<GivenAnswer> = fc.oneof(
  fc.record({
    effect: fc.constant('approve' as const),
    by: fc.constantFrom('ada', 'bob', 'cyd'),
    scope: fc.constantFrom('once' as const, 'once' as const, 'session' as const),
    args: fc.constantFrom(null, null, {to: 'cyd', token: '[redacted]'}, {to: 'eve'}),
  }),
  fc.record({effect: fc.constant('deny' as const), by: fc.constantFrom('ada', 'bob')}),
)

const call = fc.nat(calls.length - 1)
/** Counted from the newest: those are the ones that may still be open. */
const which = fc.nat(3)
const step: fc.Arbitrary<Step> = fc.oneof(
  {weight: 6, arbitrary: fc.record({kind: fc.constant('enforce' as const), call})},
  {weight: 6, arbitrary: fc.record({kind: fc.constant('answer' as const), which, given})},
  {weight: 2, arbitrary: fc.record({kind: fc.constant('race' as const), call})},
  {weight: 1, arbitrary: fc.record({kind: fc.constant('cancel' as const), which})},
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      ms: fc.constantFrom(1, 30_000, 59_999, 60_000),
    }),
  },
  {weight: 1, arbitrary: fc.constant({kind: 'restart' as const})},
)

test('resolves each question once, and runs nothing but what was approved, once, in its time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, {minLength: 5, maxLength: 40}), async (steps) => {
      const world = new World(createEnginePlace(policy))
      for (const each of steps) await world.take(each)
      await world.check()
    }),
    runs(12),
  )
}, 600_000)

/** What happened, beside what tame says of it. */
class World {
  private tames: Tame[]
  private readonly decisions: {readonly call: Call; readonly atMs: number; readonly decision: Decision}[] = []

  constructor(private readonly place: EnginePlace) {
    this.tames = [place.open(), place.open()]
  }

  async take(step: Step): Promise<void> {
    if (step.kind === 'enforce') await this.enforceAsExpected(callAt(step.call))
    else if (step.kind === 'race') await this.race(callAt(step.call))
    else if (step.kind === 'answer') await this.answer(step.which, step.given)
    else if (step.kind === 'cancel') await this.cancel(step.which)
    else if (step.kind === 'pass') this.place.clock.nowMs += step.ms
    else await this.restart()
  }

  private tame(at: number): Tame {
    const tame = this.tames[at % 2]
    if (tame === undefined) throw new Error('There are two')
    return tame
  }

  private known(): Promise<Approval[]> {
    return allOf(this.tame(0).approvals.list())
  }

  private async enforceAsExpected(call: Call): Promise<void> {
    const expected = expectedOf(call, await this.known(), this.place.clock.nowMs)
    const {effect, approvalId, args} = await this.enforce(call, 0)
    if (expected === undefined) expect([effect, approvalId]).toEqual(['approve', expect.any(String)])
    else expect({effect, approvalId, args}).toEqual({...expected, args: expected.args ?? args})
  }

  private async enforce(call: Call, at: number): Promise<Decision> {
    const decision = await this.tame(at).enforce(call)
    this.decisions.push({call, atMs: this.place.clock.nowMs, decision})
    return decision
  }

  private async race(call: Call): Promise<void> {
    const open = (await this.known()).filter(({status, tool}) => status === 'pending' && tool === call.tool)
    const answers = open.flatMap(({id}) => [
      this.tame(0).approvals.answer(id, {effect: 'approve', by: 'ada'}),
      this.tame(1).approvals.answer(id, {effect: 'deny', by: 'bob'}),
      this.tame(0).approvals.cancel(id, {by: 'cyd'}),
    ])
    const settled = Promise.allSettled(answers)
    await Promise.all([this.enforce(call, 0), this.enforce(call, 1), this.enforce(call, 0)])
    const failed = (await settled).flatMap((each) => (each.status === 'rejected' ? [each.reason.code] : []))
    expect(failed.filter((code) => !expectedRefusals.includes(code))).toEqual([])
  }

  private async answer(which: number, given: GivenAnswer): Promise<void> {
    const approval = (await this.known()).at(-1 - which)
    if (approval === undefined) return
    const before = approval.status
    const after = await this.tame(1)
      .approvals.answer(approval.id, given)
      .catch((error) => error.code)
    if (typeof after === 'string') expect(expectedRefusals).toContain(after)
    else expect(before).toBe('pending')
  }

  private async cancel(which: number): Promise<void> {
    const approval = (await this.known()).at(-1 - which)
    if (approval === undefined) return
    const after = await this.tame(0)
      .approvals.cancel(approval.id, {by: 'ada'})
      .catch((error) => error.code)
    if (approval.status === 'pending') expect(after.status).toBe('cancelled')
    else expect(after).toBe('APPROVAL_RESOLVED')
  }

  private async restart(): Promise<void> {
    await Promise.all(this.tames.map((tame) => tame.close()))
    this.tames = [this.place.open(), this.place.open()]
  }

  async check(): Promise<void> {
    const approvals = new Map((await this.known()).map((approval) => [approval.id, approval]))
    for (const {decision, call, atMs} of this.decisions)
      if (decision.effect !== 'approve') expectApproved(decision, call, atMs, approvals)
    const spent = this.decisions.filter(
      ({decision: {approvalId, effect}}) =>
        effect !== 'approve' && approvals.get(approvalId ?? '')?.scope === 'once',
    )
    expect(new Set(spent.map(({decision}) => decision.approvalId)).size).toBe(spent.length)
    await this.expectResolvedOnce()
    expect((await this.tame(0).audit.verify()).failures).toEqual([])
    await Promise.all(this.tames.map((tame) => tame.close()))
  }

  private async expectResolvedOnce(): Promise<void> {
    const {store} = await this.tame(0).status()
    const resolved = new Map<unknown, number>()
    if (store.entries === 0) return
    for await (const {seq, kind, body} of this.tame(0).events({after: 0})) {
      const isResolution =
        kind === 'approval' && ['resolved', 'expired', 'cancelled'].includes(String(body['step']))
      if (isResolution) resolved.set(body['approval_id'], (resolved.get(body['approval_id']) ?? 0) + 1)
      if (seq >= store.entries) break
    }
    expect([...resolved.values()].filter((count) => count !== 1)).toEqual([])
  }
}

const expectedRefusals = [
  'APPROVAL_RESOLVED',
  'APPROVAL_ANSWERED',
  'APPROVAL_EDITED',
  'APPROVAL_EDIT_DENIED',
  'APPROVAL_EDIT_INVALID',
  'INVALID_ANSWER',
]

function callAt(at: number): Call {
  const call = calls[at]
  if (call === undefined) throw new Error('There is no such call')
  return call
}

const isOf = (call: Call, {tool, sessionId}: Approval): boolean =>
  tool === call.tool && sessionId === call.sessionId

/** What a call must come to, by what is known of approvals before; nothing when it is asked about anew. */
function expectedOf(call: Call, known: readonly Approval[], nowMs: number) {
  const newest = known.filter((approval) => isOf(call, approval)).toReversed()
  const usable = newest.find((approval) => isUsable(approval, nowMs))
  const pending = newest.find(({status}) => status === 'pending')
  const first = newest.find((approval) => approval === usable || approval === pending)
  if (first === undefined) return undefined
  if (first === pending) return {effect: 'approve', approvalId: first.id, args: undefined}
  const {editedArgs} = first
  return {
    effect: editedArgs === null ? 'allow' : 'sanitize',
    approvalId: first.id,
    args:
      editedArgs === null
        ? call.args
        : editedArgs['token'] === undefined
          ? editedArgs
          : {...editedArgs, token: 'x'},
  }
}

const isUsable = (approval: Approval, nowMs: number): boolean =>
  approval.status === 'approved' && approval.spentBy === null && nowMs < endOf(approval)

function endOf({scope, resolvedBy, requestedAtMs, expiresAtMs}: Approval): number {
  if (scope === 'session') return Number.POSITIVE_INFINITY
  return resolvedBy === 'timeout' ? expiresAtMs + (expiresAtMs - requestedAtMs) : expiresAtMs
}

function expectApproved(
  decision: Decision,
  call: Call,
  atMs: number,
  approvals: ReadonlyMap<string, Approval>,
): void {
  const approval = approvals.get(decision.approvalId ?? '')
  expect(approval?.status).toBe('approved')
  if (approval === undefined) return
  expect([
    isOf(call, approval),
    atMs >= (approval.resolvedAtMs ?? Number.NaN),
    atMs < endOf(approval),
  ]).toEqual([true, true, true])
  if (approval.scope === 'once') expect(approval.spentBy).toBe(decision.logId)
}
