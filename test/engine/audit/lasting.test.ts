import {expect, test} from 'vitest'
import type {Notaries} from '../../../src/ledger/notary.js'
import {createNotaries} from '../../../src/runtime/notaries.js'
import {openSqliteStore} from '../../../src/store/sqlite/sqlite-store.js'
import type {Store} from '../../../src/store/store.js'
import {createEnginePlace} from '../../helpers/engine-place.js'
import {synchronousOf} from '../../helpers/synchronous.js'

const policy = 'version: "1.0"\nrules: [{name: all, action: allow}]\n'

/** The same, telling of each transaction that was committed how it was. */
const telling = (store: Store, tell: (how: string) => void): Store =>
  new Proxy(store, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key)
      if (key !== 'write') return typeof value === 'function' ? value.bind(target) : value
      return async (work: Parameters<Store['write']>[0], options: Parameters<Store['write']>[1]) => {
        let how = ''
        const result = await target.write((writer) => {
          how = synchronousOf(writer)
          return work(writer)
        }, options)
        tell(how)
        return result
      }
    },
  })

test('what is kept outside of the database is synced in it first, though calls are not', async () => {
  const place = createEnginePlace(policy)
  const told: string[] = []
  const notaries = createNotaries({directory: place.keyDirectory, place: place.databaseFile})
  const keeping: Notaries = {
    ...notaries,
    async keep(checkpoint) {
      await notaries.keep(checkpoint)
      told.push(`kept ${checkpoint.size}`)
    },
  }
  const store = telling(openSqliteStore(place.databaseFile, {durability: 'normal'}), (how) => told.push(how))
  const tame = place.open({store, notaries: keeping})
  await tame.enforce({tool: 't', args: {}})
  await tame.audit.checkpoint()
  await tame.enforce({tool: 't', args: {}})
  await tame.close()
  expect(told).toEqual(['normal', 'full', 'kept 3', 'normal', 'full', 'kept 4'])
})
