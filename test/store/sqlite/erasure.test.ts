import {execFileSync, spawnSync} from 'node:child_process'
import {readdirSync, readFileSync, statSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {loadDriver} from '../../../src/store/sqlite/driver.js'
import type {Store} from '../../../src/store/store.js'
import {bundled} from '../../helpers/bundled.js'
import {storedEntry} from '../../helpers/ledger-rows.js'
import {storeDirectory} from '../../helpers/store-directory.js'
import {storeCalls} from '../../helpers/stored-calls.js'
import {tamper} from '../../helpers/tampered.js'

const directory = storeDirectory()

/** Only for a moment in which nothing is open: to close a file takes the locks from a connection of this process. */
const filesWith = (text: string): string[] =>
  readdirSync(directory.home).filter((name) => readFileSync(path.join(directory.home, name)).includes(text))

/** The place in each part of it: a long one lies on many pages, each of which is cleared or not. */
const secret = (seq: number, length = 40) => `secret${seq}#`.repeat(length)

async function recordSecrets(store: Store): Promise<void> {
  const entries = Array.from({length: 40}, (_, index) =>
    storedEntry(index + 1, {
      salt: `salt of ${index + 1}.`,
      content: JSON.stringify(secret(index + 1, index % 3 === 0 ? 9000 : 40)),
    }),
  )
  await store.write((writer) => writer.append({entries}))
}

test('leaves no byte of what was erased, in the database and beside it', async () => {
  const store = directory.open()
  await recordSecrets(store)
  await store.write((writer) => writer.append({entries: [storedEntry(41)], erased: [1, 2, 40]}))
  expect(await store.scrub()).toBe(true)
  await store.close()
  expect([1, 2, 40].flatMap((seq) => filesWith(`secret${seq}#`))).toEqual([])
  expect([1, 2, 40].flatMap((seq) => filesWith(`salt of ${seq}.`))).toEqual([])
  expect(filesWith('secret3#')).toEqual(['tame.db'])
  expect(filesWith('secret4#')).toEqual(['tame.db'])
})

test('leaves none without being asked again, when the process ends there', async () => {
  const store = directory.open()
  await recordSecrets(store)
  await store.write((writer) => writer.append({entries: [storedEntry(41)], erased: [7]}))
  expect(isLeft(7)).toBe(false)
})

/** In the files as they are now, read by somebody who does not take the locks away. */
const isLeft = (seq: number): boolean =>
  execFileSync('sh', ['-c', `cat "$1"/* | grep -c 'secret${seq}#' || true`, 'sh', directory.home])
    .toString()
    .trim() !== '0'

test('says when others who read keep it from being cleared, and clears it later', async () => {
  const [store, other] = [directory.open('tame.db', {patienceMs: 20}), directory.open()]
  await recordSecrets(store)
  const cleared = await other.read(async (reader) => {
    expect(reader.head.seq).toBe(40)
    await store.write((writer) => writer.append({entries: [storedEntry(41)], erased: [1]}))
    return store.scrub()
  })
  expect(cleared).toBe(false)
  expect(isLeft(1)).toBe(true)
  await storeCalls(store, [{}])
  expect(isLeft(1)).toBe(false)
  expect(await store.scrub()).toBe(true)
})

/** Erases what somebody is still reading. */
async function eraseWhileRead(store: Store, meanwhile: () => Promise<void>): Promise<void> {
  await recordSecrets(store)
  await directory.open().read(async (reader) => {
    expect(reader.head.seq).toBe(40)
    await store.write((writer) => writer.append({entries: [storedEntry(41)], erased: [1]}))
    await meanwhile()
  })
}

test('a process that ends leaves nothing to be cleared once more', async () => {
  const store = directory.open('tame.db', {patienceMs: 20})
  await eraseWhileRead(store, async () => {})
  await store.close()
  expect(isLeft(1)).toBe(false)
  const {DatabaseSync} = await loadDriver()
  const database = new DatabaseSync(path.join(directory.home, 'tame.db'), {readOnly: true, defensive: true})
  expect(database.prepare('SELECT count(*) FROM uncleared').get()).toEqual({'count(*)': 0})
  database.close()
})

test('takes no mark away where that would run what somebody put in', async () => {
  const store = directory.open('tame.db', {patienceMs: 20})
  const trigger =
    "CREATE TRIGGER t AFTER DELETE ON uncleared BEGIN INSERT INTO policies VALUES ('h', 'odd', 's'); END"
  await eraseWhileRead(store, () => tamper(path.join(directory.home, 'tame.db'), trigger))
  expect(await store.scrub()).toBe(true)
  await tamper(path.join(directory.home, 'tame.db'), 'DROP TRIGGER t')
  expect(await store.policy('h')).toBeUndefined()
})

describe('where a process was killed before it had cleared the files', () => {
  const program = bundled('erasing-process.ts')
  const eraseAndDie = (seq: number): void => {
    const {signal} = spawnSync(process.execPath, [
      program.file,
      path.join(directory.home, 'tame.db'),
      `${seq}`,
    ])
    expect([signal, isLeft(seq)]).toEqual(['SIGKILL', true])
  }

  test('whoever opens the database for writing next leaves no byte of what was erased', async () => {
    const store = directory.open()
    await recordSecrets(store)
    await store.close()
    eraseAndDie(7)
    const next = directory.open()
    await next.write(async () => {})
    expect(isLeft(7)).toBe(false)
  })

  test('so does whoever has it open, with what is written next', async () => {
    const store = directory.open()
    await recordSecrets(store)
    eraseAndDie(7)
    await storeCalls(store, [{}])
    expect(isLeft(7)).toBe(false)
  })

  test('it is done once', async () => {
    const store = directory.open()
    await recordSecrets(store)
    eraseAndDie(7)
    await store.write(async () => {})
    await store.close()
    const next = directory.open()
    await storeCalls(next, [{}])
    expect(statSync(path.join(directory.home, 'tame.db-wal')).size).toBeGreaterThan(0)
  })
})
