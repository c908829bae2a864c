import {existsSync, readdirSync, rmSync} from 'node:fs'
import path from 'node:path'
import {expect, test} from 'vitest'
import {TameError} from '../../src/errors.js'
import type {Tame} from '../../src/model/tame.js'
import {readPolicy} from '../../src/policy/read-policy.js'
import type {LedgerWriter, Store} from '../../src/store/store.js'
import {allOf} from '../helpers/all-of.js'
import {createEnginePlace, type EnginePlace} from '../helpers/engine-place.js'

const policy = 'version: "1.0"\nrules: [{name: all, action: allow}]\n'
const full = (): TameError => new TameError('STORE_FULL', 'The disk is full')

/** Where a transaction fails, with what the store is then asked to do. */
const instants: Record<string, (store: Store, work: Parameters<Store['write']>[0]) => Promise<unknown>> = {
  'before it begins': () => Promise.reject(full()),
  'while it asks': (store, work) => store.write((writer) => work(failing(writer, 'sessions'))),
  'while it appends': (store, work) => store.write((writer) => work(failing(writer, 'append'))),
  'while it commits': (store, work) =>
    store.write(async (writer) => {
      await work(writer)
      throw full()
    }),
}

const failing = (writer: LedgerWriter, method: 'append' | 'sessions'): LedgerWriter =>
  new Proxy(writer, {
    get: (target, key) => {
      if (key === method) return () => Promise.reject(full())
      const value: unknown = Reflect.get(target, key)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })

/** A store of which one transaction fails: the one that has this number, from 1. */
function failingAt(store: Store, wanted: number, instant: string): Store {
  let number = 0
  return new Proxy(store, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key)
      if (key !== 'write') return typeof value === 'function' ? value.bind(target) : value
      return (work: Parameters<Store['write']>[0]) =>
        ++number === wanted ? instants[instant]?.(target, work) : target.write(work)
    },
  })
}

const groups = 4
const perGroup = 5

/** The groups one after the other; whose calls were refused, and why. */
async function enforceGroups(tame: Tame): Promise<string[][]> {
  const outcomes: string[][] = []
  for (let group = 1; group <= groups; group++) {
    const calls = Array.from({length: perGroup}, (_, call) => ({
      tool: 't',
      args: {group, call},
      sessionId: 's',
    }))
    const settled = await Promise.allSettled(calls.map((call) => tame.enforce(call)))
    outcomes.push(
      settled.map((each) =>
        each.status === 'fulfilled' ? each.value.effect : (each.reason as TameError).code,
      ),
    )
  }
  return outcomes
}

const rows = Object.keys(instants).flatMap((instant) =>
  Array.from({length: groups}, (_, at): [string, number] => [instant, at + 1]),
)

test.each(rows)(
  'a transaction that fails %s refuses all of its calls, and no other: number %i',
  async (instant, number) => {
    const place: EnginePlace = createEnginePlace(policy)
    const tame = place.open({store: failingAt(place.openStore(), number, instant)})
    const expected = Array.from({length: groups}, (_, at) =>
      Array.from({length: perGroup}, () => (at + 1 === number ? 'STORE_FULL' : 'allow')),
    )
    expect(await enforceGroups(tame)).toEqual(expected)
    const records = await allOf(tame.logs.list())
    expect(records.map(({args}) => args['group'])).toEqual(
      [1, 2, 3, 4]
        .filter((group) => group !== number)
        .flatMap((group) => Array.from({length: perGroup}, () => group)),
    )
    expect((await tame.sessions.get('s')).totalCalls).toBe(15)
    expect(await tame.audit.verify()).toMatchObject({ok: true, entries: 17})
  },
)

test('first transactions that fail leave one key, whichever process made them, and the ledger has it', async () => {
  const place = createEnginePlace(policy)
  for (const instant of ['while it appends', 'while it commits'])
    for (let process = 0; process < 2; process++) {
      const tame = place.open({store: failingAt(place.openStore(), 1, instant)})
      await expect(tame.enforce({tool: 't', args: {}})).rejects.toMatchObject({code: 'STORE_FULL'})
      await tame.close()
    }
  const tame = place.open()
  await tame.enforce({tool: 't', args: {}})
  await tame.audit.checkpoint()
  const {origin, ok, remarks} = await tame.audit.verify()
  const keys = readdirSync(place.keyDirectory).filter((file) => file.endsWith('.key'))
  expect([keys, ok, remarks]).toEqual([[`${origin?.split('/').at(-1)}.key`], true, []])
})

test('a ledger that was signed is not gone on with in its place', async () => {
  const place = createEnginePlace(policy)
  const origins = new Set<string | null>()
  for (let process = 0; process < 2; process++) {
    const tame = place.open()
    await tame.enforce({tool: 't', args: {}})
    origins.add((await tame.audit.checkpoint()).origin)
    await tame.close()
    rmSync(path.dirname(place.databaseFile), {recursive: true})
  }
  expect(origins.size).toBe(2)
})

test('a result of a call that there is not makes nothing', async () => {
  const place = createEnginePlace(policy)
  const report = place.open().report('nope', {status: 'success'})
  await expect(report).rejects.toMatchObject({code: 'LOG_NOT_FOUND'})
  expect(existsSync(place.databaseFile)).toBe(false)
})

test('calls that arrive together, or while others are committed, share a transaction', async () => {
  const place = createEnginePlace(policy)
  const store = place.openStore()
  let writes = 0
  const counting = new Proxy(store, {
    get: (target, key) => {
      if (key === 'write') writes++
      const value: unknown = Reflect.get(target, key)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const tame = place.open({store: counting})
  const ask = (): Promise<unknown> => tame.enforce({tool: 't', args: {}})
  await Promise.all(Array.from({length: 100}, ask))
  expect(writes).toBe(1)
  await Promise.all(Array.from({length: 600}, ask))
  expect(writes).toBe(3)
})

test('a policy that fails while it decides denies, on the record', async () => {
  const place = createEnginePlace(policy)
  const plain = place.open()
  const {hash, version} = await plain.policy.current()
  const rules = [{name: 'broken', requirements: [], limit: undefined, condition: undefined}]
  const broken = {
    version,
    hash,
    rules,
    redaction: {redact: (value: unknown) => value, isSecret: () => false, readsSecret: () => false},
    candidatesFor: () => ({
      rules: [
        {
          get holds(): never {
            throw new Error('no memory')
          },
          requirements: {
            every: () => {
              throw new Error('no memory')
            },
          },
        },
      ],
      needs: {session: new Set(), sessionCalls: new Set(), agent: false, user: false, limits: []},
    }),
  }
  const supplied = {policy: broken as never, text: policy, source: 'policy.yaml', loadedAtMs: 0}
  const current = async () => supplied
  const policies = {current, reload: current, replace: current, problem: undefined, close: async () => {}}
  const tame = place.open({policies})
  const decision = await tame.enforce({tool: 't', args: {}})
  expect([decision.effect, decision.reason]).toEqual([
    'deny',
    'The policy could not be worked out: no memory',
  ])
  expect((await tame.logs.get(decision.logId ?? '')).effect).toBe('deny')
})

test('a policy that fails at one call before it is decided refuses that one only', async () => {
  const place = createEnginePlace(policy)
  const {policy: sound} = readPolicy('policy.yaml', policy)
  const candidatesFor = (tool: string): unknown => {
    if (tool === 'bad') throw new Error('no memory')
    return sound?.candidatesFor(tool)
  }
  const supplied = {
    policy: {...sound, candidatesFor} as never,
    text: policy,
    source: 'policy.yaml',
    loadedAtMs: 0,
  }
  const current = async () => supplied
  const policies = {current, reload: current, replace: current, problem: undefined, close: async () => {}}
  const tame = place.open({policies})
  const settled = await Promise.allSettled(
    ['good', 'bad', 'good'].map((tool) => tame.enforce({tool, args: {}, sessionId: 's'})),
  )
  expect(settled.map(({status}) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect((await tame.sessions.get('s')).totalCalls).toBe(2)
})

test('a ledger whose key is gone is read and not written', async () => {
  const place = createEnginePlace(policy)
  const {logId} = await place.open().enforce({tool: 't', args: {}})
  const create = (): never => {
    throw new Error('A ledger is there')
  }
  const missing = new TameError('LEDGER_KEY_MISSING', 'There is no key')
  const notaries = {
    create,
    open: () => Promise.reject(missing),
    keep: async () => {},
    lastKept: async () => undefined,
    made: async () => [],
  }
  const tame = place.open({notaries})
  await expect(tame.enforce({tool: 't', args: {}})).rejects.toBe(missing)
  expect((await tame.logs.get(logId ?? '')).effect).toBe('allow')
  expect((await tame.status()).store.entries).toBe(3)
})
