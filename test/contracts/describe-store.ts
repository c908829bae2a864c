import fc from 'fast-check'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {CompactRange} from '../../src/ledger/merkle/compact-range.js'
import {placeDigits} from '../../src/ledger/place-in-id.js'
import type {CallQuery, EntryRange, Store, StoredCheckpoint} from '../../src/store/store.js'
import {allOf} from '../helpers/all-of.js'
import {chainedEntries} from '../helpers/chained-entries.js'
import {storedDecision, storedEntry, storedPolicyEntry, storedResult} from '../helpers/ledger-rows.js'
import {runs} from '../helpers/runs.js'
import {appendCalls, type CallToStore, storeCalls} from '../helpers/stored-calls.js'
import {naiveRoot} from '../ledger/merkle/naive-tree.js'
import {describeApprovals} from './describe-stored-approvals.js'

const noHash = '0'.repeat(64)

const noTree = {size: 0, frontier: [], last: noHash}

/** What every store promises. `open` opens the same place each time within a test, and a new one in the next. */
export function describeStore(name: string, open: () => Store): void {
  describe(`a store in ${name}`, () => {
    let store: Store
    const opened: Store[] = []
    const openOne = (): Store => {
      const one = open()
      opened.push(one)
      return one
    }
    beforeEach(() => {
      store = openOne()
    })
    afterEach(async () => {
      for (const one of opened.splice(0)) await one.close()
    })
    const seqsOf = async (query: Partial<CallQuery>): Promise<number[]> =>
      (await allOf(store.calls({order: 'oldest first', ...query}))).map(({decision}) => decision.seq)

    describe('before the first write', () => {
      test('has nothing', async () => {
        expect({
          head: await store.head(),
          entries: await allOf(store.entries()),
          calls: await allOf(store.calls({order: 'newest first'})),
          call: await store.call('log-1'),
          approvals: await allOf(store.approvals({order: 'oldest first'})),
          approval: await store.approval('q'),
          pending: await store.pendingApprovals(0),
          counts: await store.decisionCounts(),
          session: await store.session('s'),
          sessions: await store.sessions({}),
          differences: await allOf(store.differingViews()),
          policy: await store.policy('p'),
          policies: await allOf(store.policies()),
          checkpoints: await allOf(store.checkpoints()),
          lastCheckpoint: await store.lastCheckpoint(),
          subtrees: await store.subtrees(),
        }).toEqual({
          head: {seq: 0, hash: noHash},
          entries: [],
          calls: [],
          call: undefined,
          approvals: [],
          approval: undefined,
          pending: 0,
          counts: {},
          session: undefined,
          sessions: {sessions: [], total: 0},
          differences: [],
          policy: undefined,
          policies: [],
          checkpoints: [],
          lastCheckpoint: undefined,
          subtrees: [],
        })
      })

      test.each(['read', 'write'] as const)('knows nothing that a decision asks for, to %s', async (how) => {
        const known = await store[how](async (reader) => ({
          head: reader.head,
          sessions: await reader.sessions(['s']),
          calls: await reader.sessionCalls('s', 'any'),
          limits: await reader.limitCounts([{key: 'k', afterMs: 0}]),
          byId: await reader.callsById(['log-1']),
          byEventId: await reader.callsByEventId(['event-1']),
          policy: await reader.policyInForce(),
        }))
        expect(known).toEqual({
          head: {seq: 0, hash: noHash},
          sessions: new Map(),
          calls: new Map(),
          limits: [0],
          byId: new Map(),
          byEventId: new Map(),
          policy: undefined,
        })
      })
    })

    describe('entries', () => {
      test('come back as they were appended', async () => {
        const entries = [
          storedEntry(1, {body: '{"text":"\\u0000 ä 漢 😀"}'}),
          storedDecision(2, {}, {eventId: 'event-1'}),
          storedResult(3, 2),
        ]
        await store.write((writer) => writer.append({entries, results: [{callSeq: 2, seq: 3}]}))
        expect(await allOf(store.entries())).toEqual(entries)
        expect(await store.head()).toEqual({seq: 3, hash: entries[2]?.hash})
        expect(await allOf(openOne().entries())).toEqual(entries)
      })

      test('come from after one up to another', async () => {
        const entries = Array.from({length: 700}, (_, index) => storedEntry(index + 1))
        await store.write((writer) => writer.append({entries}))
        const seqs = async (range: {after?: number; upTo?: number}) =>
          (await allOf(store.entries(range))).map(({seq}) => seq)
        expect(await seqs({})).toEqual(entries.map(({seq}) => seq))
        expect(await seqs({after: 698})).toEqual([699, 700])
        expect(await seqs({after: 1, upTo: 3})).toEqual([2, 3])
        expect(await seqs({after: 700})).toEqual([])
        expect(await seqs({upTo: 0})).toEqual([])
      })

      test('tell their hashes by themselves', async () => {
        const entries = Array.from({length: 5000}, (_, index) => storedEntry(index + 1))
        await store.write((writer) => writer.append({entries}))
        const hashes = entries.map(({hash}) => hash)
        const told = async (range: EntryRange) => (await allOf(openOne().hashes(range))).flat()
        expect(await told({})).toEqual(hashes)
        expect(await told({upTo: 4097})).toEqual(hashes.slice(0, 4097))
        expect(await told({after: 255, upTo: 4500})).toEqual(hashes.slice(255, 4500))
        expect(await told({upTo: 0})).toEqual([])
      })

      test('make a tree grow, step by step as at once, and never past one that does not follow', async () => {
        const entries = chainedEntries(1500)
        await store.write((writer) => writer.append({entries}))
        const tree = naiveRoot(entries.map(({hash}) => hash))
        const step = await store.grow(noTree, 700)
        const stepped = await store.grow(step.state, 1500)
        const whole = await store.grow(noTree, 1500)
        expect(stepped.state).toEqual(whole.state)
        expect([...step.subtrees, ...stepped.subtrees]).toEqual(whole.subtrees)
        expect(whole.subtrees).toEqual(
          [1, 2, 3, 4, 5].map((number) => ({
            number,
            root: naiveRoot(entries.slice((number - 1) * 256, number * 256).map(({hash}) => hash)),
          })),
        )
        expect(CompactRange.resume(1500, whole.state.frontier)?.root()).toBe(tree)
        expect(whole.state.last).toBe(entries[1499]?.hash)
        expect(await store.grow(whole.state, 3000)).toEqual({state: whole.state, subtrees: []})
        await store.write((writer) => writer.append({entries: [storedEntry(1501)]}))
        expect(await store.grow(whole.state, 1501)).toEqual({state: whole.state, subtrees: []})
        expect((await store.grow(noTree, 3000)).state).toEqual(whole.state)
      })

      test('are those that were there when the reading began', async () => {
        await storeCalls(store, [{}, {}])
        const seqs: number[] = []
        for await (const {seq} of store.entries()) {
          if (seq === 1) await storeCalls(store, [{}])
          seqs.push(seq)
        }
        expect(seqs).toEqual([1, 2])
      })

      test.each([
        ['leave a gap', [storedEntry(2)]],
        ['leave a gap between them', [storedEntry(1), storedEntry(3)]],
        ['stand where another is', [storedEntry(1), storedEntry(1)]],
      ])('are refused when they %s', async (_, entries) => {
        await expect(store.write((writer) => writer.append({entries}))).rejects.toThrow(RangeError)
        expect(await store.head()).toEqual({seq: 0, hash: noHash})
      })

      test('are refused when another has the id of their event', async () => {
        await storeCalls(store, [{eventId: 'event-1'}])
        await expect(storeCalls(store, [{}, {eventId: 'event-1'}])).rejects.toThrow()
        expect((await store.head()).seq).toBe(1)
      })
    })

    describe('a transaction', () => {
      test('leaves nothing when its work rejects', async () => {
        await storeCalls(store, [{session: 's'}])
        const failure = new Error('no more')
        const failed = store.write(async (writer) => {
          await appendCalls(writer, [{session: 's'}, {session: 'new'}])
          await writer.append({entries: [], limitHits: [{key: 'k', atMs: 1, expiredMs: 0}]})
          throw failure
        })
        await expect(failed).rejects.toBe(failure)
        expect((await store.head()).seq).toBe(1)
        const after = await store.write(async (writer) => [
          writer.head.seq,
          (await writer.sessions(['s', 'new'])).get('s')?.totalCalls,
          await writer.sessionCalls('s', 'any'),
          await writer.sessionCalls('new', ['search']),
          await writer.limitCounts([{key: 'k', afterMs: 0}]),
        ])
        expect(after).toEqual([1, 1, new Map([['search', 1]]), new Map(), [0]])
        expect(await allOf(store.differingViews())).toEqual([])
      })

      test('that could not append something is not committed, even if its work passes over that', async () => {
        const passedOver = store.write(async (writer) => {
          await writer.append({entries: [storedEntry(1), storedEntry(3)]}).catch(() => undefined)
        })
        await expect(passedOver).rejects.toThrow('can not be committed')
        expect((await store.head()).seq).toBe(0)
      })

      test('takes nothing more when it has ended', async () => {
        const writer = await store.write(async (each) => each)
        await expect(writer.append({entries: [storedEntry(1)]})).rejects.toThrow('ended')
        expect((await store.head()).seq).toBe(0)
      })

      test('shows whoever asks what is committed, and nothing of itself', async () => {
        await storeCalls(store, [{session: 's'}])
        const asked = async () => [
          (await store.head()).seq,
          (await store.session('s'))?.totalCalls,
          (await store.call('log-2'))?.decision.seq,
        ]
        const failed = store.write(async (writer) => {
          const before = await asked()
          await appendCalls(writer, [{session: 's'}])
          throw [before, await asked()]
        })
        await expect(failed).rejects.toEqual([
          [1, 1, undefined],
          [1, 1, undefined],
        ])
        expect(await asked()).toEqual([1, 1, undefined])
        await storeCalls(store, [{session: 's'}])
        expect(await asked()).toEqual([2, 2, 2])
      })

      test('appends more than once, and knows what it has appended', async () => {
        const seen = await store.write(async (writer) => {
          await appendCalls(writer, [{session: 's', tool: 'read'}])
          await appendCalls(writer, [{session: 's', tool: 'read'}])
          return [
            writer.head.seq,
            (await writer.sessions(['s'])).get('s')?.totalCalls,
            await writer.sessionCalls('s', 'any'),
            (await writer.callsById(['log-2'])).get('log-2')?.decision.seq,
          ]
        })
        expect(seen).toEqual([2, 2, new Map([['read', 2]]), 2])
      })

      test('comes after the one before it, whoever asked for it', async () => {
        const stores = [store, openOne(), openOne()]
        await Promise.all(
          Array.from({length: 30}, (_, index) =>
            storeCalls(stores[index % 3] ?? store, [{session: 's', tool: `tool ${index % 2}`}]),
          ),
        )
        expect((await allOf(store.entries())).map(({seq}) => seq)).toEqual(
          Array.from({length: 30}, (_, index) => index + 1),
        )
        expect((await store.session('s'))?.totalCalls).toBe(30)
        expect(await store.read((reader) => reader.sessionCalls('s', 'any'))).toEqual(
          new Map([
            ['tool 0', 15],
            ['tool 1', 15],
          ]),
        )
        expect(await allOf(store.differingViews())).toEqual([])
      })
    })

    test('shows a reader one moment, while others go on writing', async () => {
      await storeCalls(store, [{session: 's'}])
      const seen = await store.read(async (reader) => {
        const before = reader.head.seq
        await storeCalls(store, [{session: 's'}])
        return [before, (await reader.sessions(['s'])).get('s')?.totalCalls, await seqsOf({})]
      })
      expect(seen).toEqual([1, 1, [1, 2]])
    })

    describe('calls', () => {
      test('have their results', async () => {
        const entries = [storedDecision(1), storedDecision(2), storedResult(3, 1)]
        await store.write((writer) => writer.append({entries, results: [{callSeq: 1, seq: 3}]}))
        const [first, second, result] = entries
        const calls = [
          {decision: first, result},
          {decision: second, result: null},
        ]
        expect(await allOf(store.calls({order: 'oldest first'}))).toEqual(calls)
        expect(await allOf(store.calls({order: 'newest first'}))).toEqual(calls.toReversed())
        expect(await store.call('log-1')).toEqual(calls[0])
        expect(await store.call('log-3')).toBeUndefined()
      })

      test('are found by the ids of their decisions and events', async () => {
        const [, second] = await storeCalls(store, [{}, {eventId: 'event-2'}])
        const found = await store.write(async (writer) => [
          await writer.callsById(['log-2', 'log-9']),
          await writer.callsByEventId(['event-9', 'event-2']),
        ])
        const call = {decision: second, result: null}
        expect(found).toEqual([new Map([['log-2', call]]), new Map([['event-2', call]])])
      })

      const calls: readonly CallToStore[] = [
        {session: 'a', agent: 'ann', user: 'uli', tool: 'read', rule: 'r1', atMs: 100},
        {session: 'b', agent: 'bob', tool: 'write', decision: 'deny', atMs: 200},
        {agent: 'ann', user: 'uwe', tool: 'write', decision: 'approve', rule: 'r2', atMs: 300},
        {session: 'a', agent: 'bob', tool: 'read', decision: 'sanitize', rule: 'r1', atMs: 400},
      ]

      test.each<[Partial<CallQuery>, number[]]>([
        [{}, [1, 2, 3, 4]],
        [{sessionId: 'a'}, [1, 4]],
        [{sessionId: 'c'}, []],
        [{agentId: 'ann'}, [1, 3]],
        [{userId: 'uli'}, [1]],
        [{tool: 'write'}, [2, 3]],
        [{decision: 'sanitize'}, [4]],
        [{rule: 'r1'}, [1, 4]],
        [{rule: null}, [2]],
        [{sinceMs: 200}, [2, 3, 4]],
        [{untilMs: 200}, [1]],
        [{sinceMs: 101, untilMs: 400}, [2, 3]],
        [{sinceMs: 401}, []],
        [{untilMs: 100}, []],
        [{sessionId: 'a', sinceMs: 101}, [4]],
        [{sessionId: 'a', untilMs: 400}, [1]],
        [{sessionId: 'a', agentId: 'bob', tool: 'read'}, [4]],
        [{agentId: "'; DROP TABLE entries"}, []],
      ])('that %j asks for are found', async (query, seqs) => {
        await storeCalls(store, calls)
        expect(await seqsOf(query)).toEqual(seqs)
        expect(await seqsOf({...query, order: 'newest first'})).toEqual(seqs.toReversed())
      })

      test('are found however many there are, and whatever the clock did', async () => {
        const field = <Value>(...values: Value[]) => fc.option(fc.constantFrom(...values), {nil: undefined})
        const call = fc.record({
          session: fc.constantFrom('a', 'b', null),
          agent: fc.constantFrom('ann', 'bob', null),
          tool: fc.constantFrom('read', 'write'),
          decision: fc.constantFrom('allow' as const, 'deny' as const),
          atMs: fc.integer({min: 0, max: 50}),
        })
        const query = fc.record({
          sessionId: field('a', 'b'),
          agentId: field('ann'),
          tool: field('read'),
          decision: field('deny' as const),
          sinceMs: field(0, 10, 25, 49),
          untilMs: field(1, 10, 25, 50),
          order: fc.constantFrom('oldest first' as const, 'newest first' as const),
        })
        let recorded: CallToStore[] = []
        const property = fc.asyncProperty(fc.array(call, {maxLength: 300}), query, async (more, asked) => {
          await storeCalls(store, more)
          recorded = [...recorded, ...more]
          const wanted = recorded
            .map((each, index) => ({...each, seq: index + 1}))
            .filter(({session}) => asked.sessionId === undefined || session === asked.sessionId)
            .filter(({agent}) => asked.agentId === undefined || agent === asked.agentId)
            .filter(({tool}) => asked.tool === undefined || tool === asked.tool)
            .filter(({decision}) => asked.decision === undefined || decision === asked.decision)
            .filter(({atMs = 0}) => atMs >= (asked.sinceMs ?? 0) && atMs < (asked.untilMs ?? 100))
            .map(({seq}) => seq)
          const query = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined))
          expect(await seqsOf(query)).toEqual(asked.order === 'newest first' ? wanted.reverse() : wanted)
        })
        await fc.assert(property, runs(20))
        expect(await allOf(store.differingViews())).toEqual([])
      })

      test('have the results that were there when the reading began', async () => {
        await storeCalls(store, [{}, {}])
        const found = []
        for await (const call of store.calls({order: 'oldest first'})) {
          if (call.decision.seq === 1)
            await store.write((writer) =>
              writer.append({entries: [storedResult(3, 2)], results: [{callSeq: 2, seq: 3}]}),
            )
          found.push(call.result)
        }
        expect(found).toEqual([null, null])
      })
    })

    test('finds a call by an id that tells its place, and takes it for no other', async () => {
      const telling = (part: string, seq: number) => `01a1f873-ee7b-705b-${part}-c4${placeDigits(seq)}`
      const [own, others, plain, absent] = [
        telling('8820', 1),
        telling('8821', 1),
        telling('8822', 1),
        telling('8823', 9),
      ]
      const calls = await storeCalls(
        store,
        [own, others, 'plain'].map((logId) => ({logId})),
      )
      for (const from of [store, openOne()]) {
        expect(await allOf(from.entries())).toEqual(calls)
        const found = [own, others, 'plain', plain, absent].map((logId) => from.call(logId))
        expect((await Promise.all(found)).map((call) => call?.decision)).toEqual([
          ...calls,
          undefined,
          undefined,
        ])
        expect(await allOf(from.differingViews())).toEqual([])
      }
    })

    test('counts decisions by what they say', async () => {
      await storeCalls(store, [{}, {decision: 'deny'}, {decision: 'deny', agent: '"decision":"allow"'}])
      await storeCalls(store, [{}, {decision: 'approve'}])
      expect(await store.decisionCounts()).toEqual({allow: 2, approve: 1, deny: 2})
    })

    test('counts decisions that are written by several in turns', async () => {
      const other = openOne()
      const calls = (count: number, decision: 'allow' | 'deny') =>
        Array.from({length: count}, () => ({decision}))
      for (const writer of [store, other, other, store, other]) {
        await storeCalls(writer, [...calls(60, 'allow'), ...calls(70, 'deny')])
        expect(await store.decisionCounts()).toEqual(await other.decisionCounts())
      }
      expect(await openOne().decisionCounts()).toEqual({allow: 300, deny: 350})
      expect(await allOf(store.differingViews())).toEqual([])
    })

    test('finds the entries of a kind of which there are few', async () => {
      await storeCalls(store, [{}, {}])
      const {head} = await store.write(async (writer) => ({head: writer.head}))
      const keys = [storedEntry(head.seq + 1, {kind: 'key'}), storedEntry(head.seq + 2, {kind: 'key'})]
      await store.write((writer) => writer.append({entries: keys}))
      expect(await openOne().entriesOf('key')).toEqual(keys)
      expect(await store.entriesOf('policy_draft')).toEqual([])
    })

    test('finds the calls of a key, from the entry on that made it', async () => {
      const key = storedEntry(2, {kind: 'key', body: '{"action":"create","key_id":"k"}'})
      const calls = [
        [1, 'k'],
        [3, 'k'],
        [4, 'other'],
        [5, 'k'],
        [6, null],
      ] as const
      const entries = calls.map(([seq, key_id]) => storedDecision(seq, {key_id}))
      await store.write((writer) => writer.append({entries: [...entries, key].sort((a, b) => a.seq - b.seq)}))
      expect(await Promise.all(['k', 'other', null].map((keyId) => seqsOf({keyId})))).toEqual([
        [3, 5],
        [4],
        [6],
      ])
    })

    test('finds those of them that are of a session', async () => {
      const notes = ['s', 't', 's', null].map((sessionId, at) => storedEntry(at + 1, {sessionId}))
      await store.write((writer) => writer.append({entries: notes}))
      expect(await store.entriesOf('note', 's')).toEqual([notes[0], notes[2]])
      expect(await store.entriesOf('note')).toEqual(notes)
    })

    describe('sessions', () => {
      const sessionOf = (id: string, startedAtMs: number, agentId: string, userId: string | null) => ({
        id,
        agentId,
        userId,
        startedAtMs,
        lastAtMs: startedAtMs + 5,
        totalCalls: 6,
        allowedCalls: 3,
        deniedCalls: 2,
        approvalCalls: 1,
        estimatedCost: 0.1 + 0.2,
        openedBy: userId === null ? null : 'key',
        retainedUntilMs: userId === null ? null : 7,
      })
      const sessions = [
        sessionOf('b', 100, 'ann', 'uli'),
        sessionOf('a', 300, 'bob', null),
        sessionOf('c', 200, 'ann', null),
        sessionOf('d', 200, 'ann', 'uli'),
      ]
      const ids = async (query: Parameters<Store['sessions']>[0]) => {
        const page = await store.sessions(query)
        return {ids: page.sessions.map(({id}) => id).join(' '), total: page.total}
      }
      beforeEach(() => store.write((writer) => writer.append({entries: [], sessions})))

      test('are found by the key that opened them', async () => {
        expect(await ids({openedBy: 'key'})).toEqual({ids: 'd b', total: 2})
        expect(await ids({openedBy: null, limit: 1})).toEqual({ids: 'a', total: 2})
        expect(await ids({openedBy: 'other'})).toEqual({ids: '', total: 0})
      })

      test('come back as they were kept last', async () => {
        const later = {...sessions[0], id: 'b', lastAtMs: 900, totalCalls: 7, estimatedCost: 1e-7} as never
        await store.write((writer) => writer.append({entries: [], sessions: [later]}))
        expect(await store.session('b')).toEqual(later)
        expect(await store.session('a')).toEqual(sessions[1])
        expect(await store.session('x')).toBeUndefined()
        expect(await openOne().write((writer) => writer.sessions(['b', 'x']))).toEqual(
          new Map([['b', later]]),
        )
      })

      test('are listed from the one that began last', async () => {
        expect(await store.sessions({limit: 1})).toEqual({sessions: [sessions[1]], total: 4})
        expect(await ids({})).toEqual({ids: 'a d c b', total: 4})
        expect(await ids({offset: 1, limit: 2})).toEqual({ids: 'd c', total: 4})
        expect(await ids({offset: 9})).toEqual({ids: '', total: 4})
        expect(await ids({limit: 0})).toEqual({ids: '', total: 4})
        expect(await ids({agentId: 'ann', limit: 1})).toEqual({ids: 'd', total: 3})
        expect(await ids({userId: 'uli'})).toEqual({ids: 'd b', total: 2})
        expect(await ids({agentId: 'bob', userId: 'uli'})).toEqual({ids: '', total: 0})
      })

      test('know how often each tool was called in them', async () => {
        const count = (sessionId: string, tool: string, count: number) => ({sessionId, tool, count})
        await store.write((writer) =>
          writer.append({
            entries: [],
            sessionCalls: [count('a', 'read', 1), count('a', '__proto__', 2), count('b', 'read', 9)],
          }),
        )
        await openOne().write((writer) => writer.append({entries: [], sessionCalls: [count('a', 'read', 3)]}))
        const asked = async (one: Store) =>
          one.write(async (writer) => [
            await writer.sessionCalls('a', ['read', 'write']),
            await writer.sessionCalls('a', 'any'),
            await writer.sessionCalls('a', []),
            await writer.sessionCalls('c', 'any'),
            await writer.sessionCalls('a', ['write', '__proto__']),
          ])
        const answers = [
          new Map([['read', 3]]),
          new Map([
            ['__proto__', 2],
            ['read', 3],
          ]),
          new Map(),
          new Map(),
          new Map([['__proto__', 2]]),
        ]
        expect(await asked(store)).toEqual(answers)
        // Once more: what is known from before answers the same.
        expect(await asked(store)).toEqual(answers)
      })
    })

    test('lets everything else have its turn while much is read', async () => {
      await storeCalls(
        store,
        Array.from({length: 1500}, () => ({})),
      )
      const reads: AsyncIterable<unknown>[] = [store.entries(), store.calls({order: 'oldest first'})]
      for (const read of reads) {
        let turns = 0
        let timer = setImmediate(function count() {
          turns++
          timer = setImmediate(count)
        })
        expect(await allOf(read)).toHaveLength(1500)
        clearImmediate(timer)
        expect(turns).toBeGreaterThan(2)
      }
    })

    describe('hits of a limit', () => {
      const hit = (key: string, atMs: number, expiredMs = atMs - 1000) => ({key, atMs, expiredMs})
      const counts = (...questions: [string, number][]) =>
        store.write((writer) => writer.limitCounts(questions.map(([key, afterMs]) => ({key, afterMs}))))

      test('are counted after a time, each key by itself', async () => {
        await store.write((writer) =>
          writer.append({entries: [], limitHits: [hit('a', 10), hit('a', 10), hit('b', 15), hit('a', 20)]}),
        )
        await openOne().write((writer) => writer.append({entries: [], limitHits: [hit('a', 30)]}))
        expect(await counts(['a', 9], ['a', 10], ['a', 20], ['a', 30], ['b', 0], ['c', 0])).toEqual([
          4, 2, 1, 0, 1, 0,
        ])
      })

      test('never count for less because a clock was put back', async () => {
        await store.write((writer) => writer.append({entries: [], limitHits: [hit('a', 500), hit('a', 100)]}))
        expect(await counts(['a', 400])).toEqual([2])
      })

      test('count the same when those that expired are gone', async () => {
        for (let atMs = 0; atMs < 100; atMs++)
          await store.write((writer) => writer.append({entries: [], limitHits: [hit('a', atMs, atMs - 10)]}))
        expect(await counts(['a', 89], ['a', 98], ['a', 99])).toEqual([10, 1, 0])
      })
    })

    describeApprovals(openOne)

    describe('policies', () => {
      const policy = (hash: string) => ({hash, text: `version: "${hash}"`, source: `${hash}.yaml`})

      test('are kept by their hashes', async () => {
        await store.write((writer) => writer.append({entries: [], policies: [policy('b'), policy('a')]}))
        await store.write((writer) => writer.append({entries: [], policies: [{...policy('a'), source: 'x'}]}))
        expect(await store.policy('a')).toEqual(policy('a'))
        expect(await store.policy('c')).toBeUndefined()
        expect(await allOf(store.policies())).toEqual([policy('a'), policy('b')])
      })

      test('are in force from their entry to the next one', async () => {
        const inForce = () => store.write((writer) => writer.policyInForce())
        await store.write((writer) =>
          writer.append({entries: [storedPolicyEntry(1, 'a'), storedDecision(2)]}),
        )
        expect(await inForce()).toBe('a')
        await store.write((writer) => writer.append({entries: [storedPolicyEntry(3, 'b'), storedEntry(4)]}))
        expect(await inForce()).toBe('b')
      })
    })

    test('keeps checkpoints by their size', async () => {
      const checkpoint = (size: number): StoredCheckpoint => ({
        size,
        note: `note ${size}\n\n— key sig\n`,
        frontier: ['a', 'b'],
      })
      for (const size of [1, 300, 7])
        await store.write((writer) => writer.append({entries: [], checkpoint: checkpoint(size)}))
      expect(await allOf(store.checkpoints())).toEqual([checkpoint(1), checkpoint(7), checkpoint(300)])
      expect(await allOf(store.checkpoints(7))).toEqual([checkpoint(7), checkpoint(300)])
      expect(await store.lastCheckpoint()).toEqual(checkpoint(300))
    })

    test('keeps the roots of subtrees by their number, the last that it was given of each', async () => {
      const root = (number: number): string => number.toString(16).padStart(64, '0')
      for (const subtrees of [
        [{number: 2, root: root(9)}],
        [1, 2, 3].map((number) => ({number, root: root(number)})),
      ])
        await store.write((writer) => writer.append({entries: [], subtrees}))
      expect(await openOne().subtrees()).toEqual([1, 2, 3].map((number) => ({number, root: root(number)})))
    })

    test('takes out what is erased, and nothing else', async () => {
      const [first, second] = await storeCalls(store, [{session: 's'}, {session: 's'}])
      await store.write((writer) => writer.append({entries: [storedEntry(3)], erased: [1]}))
      expect(await allOf(store.calls({order: 'oldest first'}))).toEqual([
        {decision: {...first, salt: null, content: null}, result: null},
        {decision: second, result: null},
      ])
      expect(await store.scrub()).toBe(true)
    })

    describe('a watcher', () => {
      test('is told of what any process appends, until it ends', async () => {
        await storeCalls(store, [{}])
        const other = openOne()
        for (const writing of [store, other]) {
          const told = new Promise<void>((resolve) => {
            const end = store.watch(() => {
              end()
              resolve()
            })
          })
          await store.head()
          await storeCalls(writing, [{}])
          await told
        }
        expect((await store.head()).seq).toBe(3)
      })
    })

    test('answers nothing after it was closed', async () => {
      await storeCalls(store, [{}])
      await store.close()
      await expect(store.head()).rejects.toThrow('closed')
      await expect(storeCalls(store, [{}])).rejects.toThrow('closed')
      await store.close()
    })
  })
}
