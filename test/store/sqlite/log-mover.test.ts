import {mkdirSync, statSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, onTestFinished, test} from 'vitest'
import {noHash} from '../../../src/ledger/hash.js'
import {LogMover} from '../../../src/store/sqlite/log-mover.js'
import {allOf} from '../../helpers/all-of.js'
import {chainedEntries} from '../../helpers/chained-entries.js'
import {storeDirectory} from '../../helpers/store-directory.js'
import {storeCalls} from '../../helpers/stored-calls.js'

const directory = storeDirectory()
const logThread = path.join(import.meta.dirname, '../../../dist/cli/log-thread.cjs')
const sizeOf = (name: string) => statSync(path.join(directory.home, name)).size

test('what is written comes into the database while nobody closes it', async () => {
  const store = directory.open('tame.db', {logThread})
  await storeCalls(store, [{}])
  const before = sizeOf('tame.db')
  const calls = Array.from({length: 400}, () => ({}))
  await storeCalls(store, calls)
  await expect.poll(() => sizeOf('tame.db')).toBeGreaterThan(before)
  await storeCalls(store, calls)
  expect(await allOf(store.entries())).toHaveLength(801)
  expect(await allOf(store.differingViews())).toEqual([])
})

test('the log is emptied when it is closed, though a thread had it open', async () => {
  const store = directory.open('tame.db', {logThread})
  await storeCalls(
    store,
    Array.from({length: 400}, () => ({})),
  )
  await store.close()
  expect(statSync(path.join(directory.home, 'tame.db-wal'), {throwIfNoEntry: false})?.size ?? 0).toBe(0)
  expect(await allOf(directory.open().entries())).toHaveLength(400)
})

const scripts = {
  missing: () => path.join(directory.home, 'nothing.cjs'),
  refused: () => 'no-path.cjs',
  ending: () => script('ending.cjs', ''),
  hanging: () => script('hanging.cjs', 'for (;;);'),
}

function script(name: string, text: string): string {
  mkdirSync(directory.home, {recursive: true})
  const file = path.join(directory.home, name)
  writeFileSync(file, text)
  return file
}

test.each(['missing', 'refused', 'ending'] as const)(
  'with a thread that is %s, who writes moves the log',
  async (kind) => {
    const store = directory.open('tame.db', {logThread: scripts[kind]()})
    const rule = 'r'.repeat(5000)
    const calls = Array.from({length: 400}, () => ({rule}))
    await storeCalls(store, [{}])
    const before = sizeOf('tame.db')
    await expect
      .poll(async () => {
        await storeCalls(store, calls)
        return sizeOf('tame.db')
      })
      .toBeGreaterThan(before)
  },
)

test('a thread that hangs keeps nobody from closing', async () => {
  const store = directory.open('tame.db', {logThread: scripts.hanging(), patienceMs: 20})
  const recorded = await storeCalls(store, [{}])
  await store.close()
  expect(await allOf(directory.open().entries())).toEqual(recorded)
})

describe('a tree', () => {
  const noTree = {size: 0, frontier: [], last: noHash}
  const entries = chainedEntries(20_000)
  const openWith = async (script: string) => {
    const store = directory.open('tame.db', {logThread: script, patienceMs: 500})
    await store.write((writer) => writer.append({entries}))
    return store
  }

  test('grows in the thread as it does here', async () => {
    const store = await openWith(logThread)
    const here = await directory.open('tame.db').grow(noTree, 20_000)
    expect(here.state.size).toBe(20_000)
    expect(await store.grow(noTree, 20_000)).toEqual(here)
    const thread = new LogMover(logThread, {file: store.location, patienceMs: 10_000}, () => {})
    onTestFinished(() => thread.close())
    expect(await thread.grow(noTree, 20_000)).toEqual(here)
  })

  test.each(['missing', 'refused', 'ending', 'hanging'] as const)(
    'grows here when the thread is %s',
    async (kind) => {
      const store = await openWith(scripts[kind]())
      expect((await store.grow(noTree, 20_000)).state.last).toBe(entries.at(-1)?.hash)
    },
  )
})
