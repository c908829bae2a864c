import {expect, test} from 'vitest'
import type {Store} from '../../../src/store/store.js'
import {storeDirectory} from '../../helpers/store-directory.js'
import {synchronousOf} from '../../helpers/synchronous.js'

const directory = storeDirectory()

const write = (store: Store, isLasting?: boolean): Promise<string> =>
  store.write(async (writer) => synchronousOf(writer), isLasting === undefined ? {} : {isLasting})

test.each([
  ['full', undefined, 'full'],
  ['full', true, 'full'],
  ['normal', undefined, 'normal'],
  ['normal', false, 'normal'],
  ['normal', true, 'full'],
] as const)(
  'with %s, a write that is to last (%s) is committed with %s',
  async (durability, isLasting, how) => {
    expect(await write(directory.open('tame.db', {durability}), isLasting)).toBe(how)
  },
)

test('after a write that was to last, others are committed as before, whatever became of it', async () => {
  const store = directory.open('tame.db', {durability: 'normal'})
  const failing = store.write(() => Promise.reject(new Error('no')), {isLasting: true})
  await expect(failing).rejects.toThrow('no')
  expect([await write(store), await write(store, true), await write(store)]).toEqual([
    'normal',
    'full',
    'normal',
  ])
})
