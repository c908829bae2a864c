import {expect, test} from 'vitest'
import type {Store, WriteOptions} from '../../../src/store/store.js'
import {createEnginePlace} from '../../helpers/engine-place.js'
import {tamper} from '../../helpers/tampered.js'

const policy = 'version: "1.0"\nrules: [{name: all, action: allow}]\n'

/** The same, but that something happens after a checkpoint's entries were read, and before it is signed. */
const meddled = (store: Store, meddle: () => Promise<void>): Store =>
  new Proxy(store, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key)
      if (key !== 'write') return typeof value === 'function' ? value.bind(target) : value
      return async (work: Parameters<Store['write']>[0], options: WriteOptions = {}) => {
        if (options.isLasting === true) await meddle()
        return target.write(work, options)
      }
    },
  })

test.each([
  ['cut', 'DELETE FROM entries WHERE seq > 3'],
  ['rewritten', `UPDATE entries SET hash = '${'0'.repeat(64)}' WHERE seq = 5`],
])('is not signed over what was %s after it was read', async (_, sql) => {
  const place = createEnginePlace(policy)
  const store = meddled(place.openStore(), () => tamper(place.databaseFile, sql))
  const tame = place.open({store})
  for (let calls = 0; calls < 3; calls++) await tame.enforce({tool: 't', args: {}})
  expect((await store.head()).seq).toBe(5)
  await expect(tame.audit.checkpoint()).rejects.toMatchObject({code: 'LEDGER_BROKEN'})
  expect(await store.lastCheckpoint()).toBeUndefined()
})
