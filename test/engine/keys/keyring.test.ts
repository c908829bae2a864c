import {expect, test} from 'vitest'
import type {Store} from '../../../src/store/store.js'
import {createEnginePlace} from '../../helpers/engine-place.js'

const policy = 'version: "1.0"\nrules: [{name: all, action: allow}]\n'

/** The same, which tells the keys of a moment only after something else has happened. */
function lateTelling(store: Store): {store: Store; meanwhile(happen: () => Promise<unknown>): void} {
  let next: (() => Promise<unknown>) | undefined
  const entriesOf: Store['entriesOf'] = async (...asked) => {
    const happen = next
    next = undefined
    const entries = await store.entriesOf(...asked)
    await happen?.()
    return entries
  }
  const late = new Proxy(store, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key)
      if (key === 'entriesOf') return entriesOf
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return {
    store: late,
    meanwhile(happen) {
      next = happen
    },
  }
}

test('a key that is revoked while the keys are read is not known for longer', async () => {
  const place = createEnginePlace(policy)
  const {store, meanwhile} = lateTelling(place.openStore())
  const {keys} = place.open({store})
  const {key, secret} = await keys.create('agent key', 'agent')
  meanwhile(() => keys.revoke(key.id))
  expect((await keys.holderOf(secret))?.id).toBe(key.id)
  expect(await keys.holderOf(secret)).toBeUndefined()
})
