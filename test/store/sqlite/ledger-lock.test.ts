import path from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {TameError} from '../../../src/errors.js'
import {readLastEntry} from '../../../src/store/sqlite/last-entry.js'
import {LedgerLock} from '../../../src/store/sqlite/ledger-lock.js'
import {openWriter} from '../../../src/store/sqlite/open-connection.js'
import {storedEntry} from '../../helpers/ledger-rows.js'
import {storeDirectory} from '../../helpers/store-directory.js'

const directory = storeDirectory()

async function openLock(): Promise<LedgerLock> {
  const opening = {file: path.join(directory.home, 'tame.db'), durability: 'normal', patienceMs: 100} as const
  const connection = await openWriter(opening)
  onTestFinished(() => connection.close())
  return new LedgerLock(connection, opening.patienceMs)
}

const lastSeq = (lock: LedgerLock): number | undefined => lock.askAtOnce(readLastEntry)?.result.seq

test('answers at once between transactions, and in one that has appended nothing', async () => {
  const lock = await openLock()
  const seen = [lastSeq(lock)]
  await lock.transact(async (writer) => {
    seen.push(lastSeq(lock))
    await writer.append({entries: [storedEntry(1)]})
    seen.push(lastSeq(lock))
  })
  expect([...seen, lastSeq(lock)]).toEqual([0, 0, undefined, 1])
})

test('answers nothing where somebody else has the lock, which is no failure of its transaction', async () => {
  const lock = await openLock()
  const locked = (): never => {
    throw new TameError('STORE_LOCKED', 'Somebody has the lock')
  }
  await lock.transact(async (writer) => {
    expect(lock.askAtOnce(locked)).toBeUndefined()
    await writer.append({entries: [storedEntry(1)]})
  })
  expect([lock.askAtOnce(locked), lastSeq(lock)]).toEqual([undefined, 1])
})

test('commits nothing of a transaction in which a reading failed: it may have been rolled back by that', async () => {
  const lock = await openLock()
  const broken = lock.transact(async (writer) => {
    expect(() => lock.askAtOnce((connection) => connection.get('SELECT nothing FROM nowhere'))).toThrow()
    await writer.append({entries: [storedEntry(1)]})
  })
  await expect(broken).rejects.toThrow('ended or failed')
  const empty = lock.transact(async () => {
    expect(() => lock.askAtOnce((connection) => connection.get('SELECT nothing FROM nowhere'))).toThrow()
  })
  await expect(empty).rejects.toThrow('can not be committed')
  expect(lastSeq(lock)).toBe(0)
})
