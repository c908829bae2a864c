import {expect, test} from 'vitest'
import type {Store, WriteOptions} from '../../../src/store/store.js'
import {createEnginePlace} from '../../helpers/engine-place.js'
import {tamper} from '../../helpers/tampered.js'

const policy = 'version: "1.0"\nrules: [{name: all, action: allow}]\n'

type Changed = Partial<Pick<Store, 'write' | 'grow'>>

/** The same but for some of what it does. */
const changed = (store: Store, changes: Changed): Store =>
  new Proxy(store, {
    get: (target, key) => {
      const value: unknown = Reflect.get(changes, key) ?? Reflect.get(target, key)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })

test.each([
  ['cut', 'DELETE FROM entries WHERE seq > 3'],
  ['rewritten', `UPDATE entries SET hash = '${'0'.repeat(64)}' WHERE seq = 5`],
])('is not signed over what was %s after it was read', async (_, sql) => {
  const place = createEnginePlace(policy)
  const own = place.openStore()
  const store = changed(own, {
    async write(work, options: WriteOptions = {}) {
      if (options.isLasting === true) await tamper(place.databaseFile, sql)
      return own.write(work, options)
    },
  })
  const tame = place.open({store})
  for (let calls = 0; calls < 3; calls++) await tame.enforce({tool: 't', args: {}})
  expect((await store.head()).seq).toBe(5)
  await expect(tame.audit.checkpoint()).rejects.toMatchObject({
    code: 'LEDGER_BROKEN',
    message: 'The ledger is not as it was recorded: it was changed while it was read',
  })
  expect(await store.lastCheckpoint()).toBeUndefined()
})

test('is not signed over a ledger that was cut since the last one', async () => {
  const place = createEnginePlace(policy)
  const tame = place.open()
  for (let calls = 0; calls < 3; calls++) await tame.enforce({tool: 't', args: {}})
  const {size} = await tame.audit.checkpoint()
  await tamper(place.databaseFile, 'DELETE FROM entries WHERE seq > 3')
  await expect(tame.audit.checkpoint()).rejects.toMatchObject({
    code: 'LEDGER_BROKEN',
    message: `The ledger is not as it was recorded: it was cut, and has no ${size} entries any more`,
  })
})

test('what is recorded while a checkpoint reads is read before others have to wait, unless it never ends', async () => {
  const place = createEnginePlace(policy)
  const own = place.openStore()
  const record = (count: number) =>
    Promise.all(Array.from({length: count}, () => tame.enforce({tool: 't', args: {}})))
  let isLocked = false
  const grown: {entries: number; isLocked: boolean}[] = []
  const store = changed(own, {
    write: (work, options: WriteOptions = {}) =>
      own.write((writer) => {
        isLocked = options.isLasting === true
        return work(writer)
      }, options),
    async grow(from, upTo) {
      grown.push({entries: upTo - from.size, isLocked})
      if (!isLocked) await record(600)
      return own.grow(from, upTo)
    },
  })
  const tame = place.open({store})
  await record(700)
  expect((await tame.audit.checkpoint()).size).toBe(1902)
  expect(grown).toEqual([
    {entries: 702, isLocked: false},
    {entries: 600, isLocked: false},
    {entries: 600, isLocked: true},
  ])
})
