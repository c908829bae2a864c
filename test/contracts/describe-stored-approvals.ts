import {beforeEach, describe, expect, test} from 'vitest'
import type {ApprovalState} from '../../src/ledger/approvals/approval-state.js'
import type {LedgerWriter, Store, StoredApproval, StoredApprovalQuery} from '../../src/store/store.js'
import {allOf} from '../helpers/all-of.js'
import {storedDecision, storedEntry} from '../helpers/ledger-rows.js'

/** What every store promises of approvals. */
export function describeApprovals(open: () => Store): void {
  describe('approvals', () => {
    let store: Store
    beforeEach(() => {
      store = open()
    })

    test('come back as they were kept last, with the decision that asked and what was said', async () => {
      await ask(store, [{}])
      const state = {...stateOf(1), status: 'denied', seq: 2, resolvingSeq: 2} as const
      const answered = {...state, answers: [{by: 'ada', effect: 'deny', atMs: 5, seq: 2}]} as const
      const step = storedEntry(2, {kind: 'approval', salt: 'ab', content: '{"comment":"No"}'})
      await store.write((writer) =>
        writer.append({entries: [step], approvals: [{state: answered, seal: 'seal 1'}]}),
      )
      const kept = {state: answered, seal: null, decision: storedDecision(1), steps: [step]}
      expect(await store.approval('q1')).toEqual(kept)
      expect(await store.write((writer) => writer.approvalsById(['q1', 'q9']))).toEqual(
        new Map([['q1', kept]]),
      )
    })

    test('tell where their steps are', async () => {
      const steps = Array.from({length: 5000}, (_, at) =>
        storedEntry(at + 1, {kind: 'approval', body: `{"approval_id":"q${at % 3}"}`}),
      )
      await store.write((writer) => writer.append({entries: [...steps, storedDecision(5001)]}))
      expect(await allOf(store.approvalSteps())).toEqual(
        steps.map(({seq}, at) => ({seq, approvalId: `q${at % 3}`})),
      )
    })

    test('are listed by what is asked for, however many there are', async () => {
      const changes = Array.from({length: 150}, (_, at) => ({
        status: at % 3 === 0 ? 'approved' : 'pending',
        sessionId: at % 2 === 0 ? 's' : null,
        agentId: at < 75 ? 'a' : 'b',
        keyId: at % 5 === 0 ? 'k' : null,
      })) as Partial<ApprovalState>[]
      await ask(store, changes)
      const listed = async (query: Partial<StoredApprovalQuery>): Promise<number[]> =>
        (await allOf(store.approvals({order: 'oldest first', ...query}))).map(({state}) => state.callSeq)
      const meant = (test: (change: Partial<ApprovalState>) => boolean) =>
        changes.flatMap((change, at) => (test(change) ? [at + 1] : []))
      expect(await listed({})).toEqual(meant(() => true))
      expect(await listed({order: 'newest first'})).toEqual(meant(() => true).reverse())
      expect(await listed({statuses: ['pending']})).toEqual(meant(({status}) => status === 'pending'))
      expect(await listed({statuses: ['pending', 'approved']})).toHaveLength(150)
      expect(await listed({keyId: 'k'})).toEqual(meant(({keyId}) => keyId === 'k'))
      expect(await listed({keyId: null, agentId: 'a'})).toEqual(
        meant(({keyId, agentId}) => keyId === null && agentId === 'a'),
      )
      expect(await listed({sessionId: 's', agentId: 'b'})).toEqual(
        meant(({sessionId, agentId}) => sessionId === 's' && agentId === 'b'),
      )
    })

    test('are found by what they are bound to as long as something may be run by them, the newest first', async () => {
      await ask(store, [{}, {status: 'denied'}, {}, {status: 'approved'}], 'same')
      const found = await store.write((writer) => writer.approvalsBySeal(['same', 'other']))
      expect(found.map(({state}) => state.callSeq)).toEqual([4, 3, 1])
    })

    test('are due when they are pending and their time is over', async () => {
      await ask(store, [
        {expiresAtMs: 30},
        {expiresAtMs: 10},
        {expiresAtMs: 5, status: 'approved'},
        {expiresAtMs: 20},
      ])
      const due =
        (nowMs: number, most = 9) =>
        (writer: LedgerWriter) =>
          writer.dueApprovals(nowMs, most)
      const seqs = (found: readonly StoredApproval[]) => found.map(({state}) => state.callSeq)
      expect(seqs(await store.write(due(20)))).toEqual([2, 4])
      expect(seqs(await store.write(due(99, 1)))).toEqual([2])
      expect(await store.write((writer) => writer.nextDueMs())).toBe(10)
      expect([await store.pendingApprovals(9), await store.pendingApprovals(10)]).toEqual([3, 2])
    })

    test('are due when their time is over, though none was when it was asked before', async () => {
      await ask(store, [{expiresAtMs: 50}])
      const due = (nowMs: number) =>
        store.write(async (writer) => (await writer.dueApprovals(nowMs, 9)).length)
      expect(await due(20)).toBe(0)
      const state = {...stateOf(2), expiresAtMs: 15}
      await store.write((writer) =>
        writer.append({entries: [storedDecision(2)], approvals: [{state, seal: null}]}),
      )
      expect([await due(20), await due(50)]).toEqual([1, 2])
    })

    test('are found no more by a call that was erased', async () => {
      await ask(store, [{}])
      await store.write((writer) => writer.append({entries: [storedEntry(2)], erased: [1]}))
      expect(await store.write((writer) => writer.approvalsBySeal(['seal 1']))).toEqual([])
      expect((await store.approval('q1'))?.decision.content).toBeNull()
    })
  })
}

const stateOf = (callSeq: number): ApprovalState => ({
  id: `q${callSeq}`,
  status: 'pending',
  seq: callSeq,
  logId: `log-${callSeq}`,
  callSeq,
  sessionId: null,
  agentId: null,
  userId: null,
  keyId: null,
  tool: 'search',
  ruleName: 'asks',
  policyHash: 'p',
  requestedAtMs: 0,
  expiresAtMs: 1000,
  onTimeout: 'deny',
  approvers: [],
  quorum: 1,
  answers: [],
  scope: 'once',
  editSeq: null,
  uses: 0,
  spentBy: null,
  resolvedBy: null,
  resolvedAtMs: null,
  resolvingSeq: null,
})

/** An approval for each of some calls, as the changes have it. */
const ask = (store: Store, changes: readonly Partial<ApprovalState>[], seal?: string): Promise<void> =>
  store.write((writer) =>
    writer.append({
      entries: changes.map((_, at) => storedDecision(at + 1)),
      approvals: changes.map((change, at) => ({
        state: {...stateOf(at + 1), ...change},
        seal: seal ?? `seal ${at + 1}`,
      })),
    }),
  )
