import {spawnSync} from 'node:child_process'
import {chmodSync, mkdirSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {type Database, loadDriver} from '../../../src/store/sqlite/driver.js'
import {applicationId, migrations} from '../../../src/store/sqlite/migrations.js'
import {allOf} from '../../helpers/all-of.js'
import {storedDecision} from '../../helpers/ledger-rows.js'
import {storeDirectory} from '../../helpers/store-directory.js'
import {storeCalls} from '../../helpers/stored-calls.js'
import {asOneWhoMayNot} from '../../helpers/user.js'

const directory = storeDirectory()
const older = migrations.map((_, version) => version).slice(1)
const entries = [storedDecision(1), storedDecision(2, {decision: 'deny'}), storedDecision(3)]

describe.each(older)('a database of version %i', (version) => {
  test('is read by whoever opens it first', async () => {
    const made = await make(version)
    made.close()
    const store = directory.open()
    expect(await store.decisionCounts()).toEqual({allow: 2, deny: 1})
    expect(await allOf(store.entries())).toEqual(entries)
    expect((await store.call('log-2'))?.decision).toEqual(entries[1])
    expect(await allOf(store.differingViews())).toEqual([])
  })

  test('is written by whoever opens it first', async () => {
    const made = await make(version)
    made.close()
    const store = directory.open()
    const added = await storeCalls(store, [{decision: 'deny'}])
    expect(await store.decisionCounts()).toEqual({allow: 2, deny: 2})
    expect(await allOf(store.entries())).toEqual([...entries, ...added])
    expect(await allOf(store.differingViews())).toEqual([])
  })

  test('is said to be too old where it can’t be changed', async () => {
    const made = await make(version)
    made.close()
    const file = path.join(directory.home, 'tame.db')
    chmodSync(file, 0o444)
    chmodSync(directory.home, 0o555)
    await asOneWhoMayNot(directory, async () => {
      await expect(directory.open().head()).rejects.toMatchObject({
        code: 'STORE_TOO_OLD',
        message: `The database ${file} was written by an older tame, and can't be brought to the form that this one reads: nothing can be written there`,
      })
    })
    chmodSync(directory.home, 0o755)
  })
})

test.each(older)(
  'what was erased under version %i is cleared from the files by whoever writes next',
  async (version) => {
    const made = await make(version)
    made.exec(
      "INSERT INTO entries (seq, at, kind, hash, body, content) VALUES (4, 0, 'note', 'h', '{}', 'secret#')",
    )
    made.exec('UPDATE entries SET content = NULL WHERE seq = 4')
    made.exec("INSERT INTO entries (seq, at, kind, hash, body) VALUES (5, 0, 'erasure', 'h', '{}')")
    expect(isLeft('secret#')).toBe(true)
    await directory.open().write(async () => {})
    expect(isLeft('secret#')).toBe(false)
    made.close()
  },
)

/** In the log as it is now, read by somebody who does not take the locks away. */
const isLeft = (text: string): boolean =>
  spawnSync('grep', ['-c', text, path.join(directory.home, 'tame.db-wal')]).status === 0

const countedSince = 3

/** As the tame of that version left it. */
async function make(version: number): Promise<Database> {
  mkdirSync(directory.home, {recursive: true})
  const {DatabaseSync} = await loadDriver()
  const database = new DatabaseSync(path.join(directory.home, 'tame.db'), {readOnly: false, defensive: true})
  database.exec('PRAGMA journal_mode = WAL')
  for (const statement of migrations.slice(0, version).flat()) database.exec(statement)
  database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${version}`)
  const insert = database.prepare(
    'INSERT INTO entries (seq, at, kind, hash, id, body, salt, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  for (const {seq, atMs, kind, hash, id, body, salt, content} of entries)
    insert.run(seq, atMs, kind, hash, id, body, salt, content)
  database.exec("INSERT INTO decision_counts (decision, count) VALUES ('allow', 2), ('deny', 1)")
  if (version >= countedSince) database.exec(`UPDATE counted SET up_to = ${entries.length}`)
  return database
}
