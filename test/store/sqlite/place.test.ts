import {execFileSync} from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {loadDriver} from '../../../src/store/sqlite/driver.js'
import type {Store} from '../../../src/store/store.js'
import {allOf} from '../../helpers/all-of.js'
import {storeDirectory} from '../../helpers/store-directory.js'
import {storeCalls} from '../../helpers/stored-calls.js'
import {tamper} from '../../helpers/tampered.js'
import {asOneWhoMayNot} from '../../helpers/user.js'

const directory = storeDirectory()
const fileOf = (name = 'tame.db') => path.join(directory.home, name)

const mode = (file: string): string => (statSync(file).mode & 0o777).toString(8)

test('makes nothing by reading', async () => {
  const store = directory.open()
  await store.head()
  await allOf(store.entries())
  store.watch(() => undefined)()
  expect(existsSync(directory.home)).toBe(false)
})

test('makes nothing by a transaction that rejects, but an empty database', async () => {
  const store = directory.open()
  await expect(store.write(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await allOf(store.entries())).toEqual([])
})

test('keeps what it makes to its owner, even under a loose umask', async () => {
  const umask = process.umask(0)
  try {
    await storeCalls(directory.open('new/tame.db'), [{}])
  } finally {
    process.umask(umask)
  }
  expect({
    directory: mode(fileOf('new')),
    files: readdirSync(fileOf('new')).map((name) => [name, mode(fileOf(`new/${name}`))]),
  }).toEqual({
    directory: '700',
    files: [
      ['tame.db', '600'],
      ['tame.db-shm', '600'],
      ['tame.db-wal', '600'],
    ],
  })
})

test('has all in one file when it is closed', async () => {
  const store = directory.open()
  await storeCalls(store, [{}])
  await store.head()
  await store.close()
  expect(statSync(fileOf('tame.db-wal'), {throwIfNoEntry: false})?.size ?? 0).toBe(0)
})

test('takes an empty file for a database that is to be made', async () => {
  mkdirSync(directory.home)
  writeFileSync(fileOf(), '')
  const store = directory.open()
  expect(await allOf(store.entries())).toEqual([])
  await storeCalls(store, [{}])
  expect((await store.head()).seq).toBe(1)
})

describe('says what is wrong with', () => {
  const failure = async (act: () => Promise<unknown>) =>
    act().then(
      () => 'nothing',
      ({code, message, exitCode}) => ({code, message: message.replaceAll(directory.home, 'HOME'), exitCode}),
    )
  const failures = async (name = 'tame.db') => {
    const store = directory.open(name, {patienceMs: 0})
    return {
      read: await failure(() => store.head()),
      write: await failure(() => storeCalls(store, [{}])),
    }
  }
  const both = (code: string, message: string) => {
    const error = {code, message, exitCode: 5}
    return {read: error, write: error}
  }

  test('a directory', async () => {
    mkdirSync(fileOf(), {recursive: true})
    expect(await failures()).toEqual(
      both('STORE_UNREADABLE', "Can't open the database HOME/tame.db: it is a directory"),
    )
  })

  test('a file in the place of its directory', async () => {
    mkdirSync(directory.home)
    writeFileSync(fileOf('file'), '')
    expect(await failures('file/tame.db')).toEqual({
      read: 'nothing',
      write: {
        code: 'STORE_UNREADABLE',
        message: "Can't make the database HOME/file/tame.db: a file stands where its directory should be",
        exitCode: 5,
      },
    })
  })

  test('a link to nothing', async () => {
    mkdirSync(directory.home)
    symlinkSync(fileOf('elsewhere.db'), fileOf())
    expect((await failures()).write).toEqual({
      code: 'STORE_UNREADABLE',
      message: "Can't open the database HOME/tame.db: it is a link to nothing",
      exitCode: 5,
    })
    expect(readdirSync(directory.home)).toEqual(['tame.db'])
  })

  test('what is no database', async () => {
    mkdirSync(directory.home)
    writeFileSync(fileOf(), 'a text that somebody wrote. '.repeat(1000))
    expect(await failures()).toEqual(
      both('STORE_CORRUPT', 'HOME/tame.db is not a database of tame, or its beginning is damaged'),
    )
  })

  test('a database of which the end is missing', async () => {
    const store = directory.open()
    await storeCalls(
      store,
      Array.from({length: 500}, () => ({})),
    )
    await store.close()
    truncateSync(fileOf(), 5 * 8192)
    const cut = directory.open()
    expect(await failure(() => allOf(cut.entries()))).toEqual({
      code: 'STORE_CORRUPT',
      message: 'The database HOME/tame.db is damaged',
      exitCode: 5,
    })
    expect(await failure(() => storeCalls(cut, [{}]))).toMatchObject({code: 'STORE_CORRUPT'})
  })

  test('a database of another program', async () => {
    mkdirSync(directory.home)
    const {DatabaseSync} = await loadDriver()
    const other = new DatabaseSync(fileOf(), {readOnly: false, defensive: false})
    other.exec('CREATE TABLE books (title TEXT)')
    other.close()
    expect(await failures()).toEqual(both('STORE_FOREIGN', 'HOME/tame.db is a database of another program'))
  })

  test('a database of a newer tame', async () => {
    await change('PRAGMA user_version = 99')
    expect(await failures()).toEqual(
      both(
        'STORE_TOO_NEW',
        'The database HOME/tame.db was written by a newer tame: it has version 99, and this tame knows those up to 4',
      ),
    )
  })

  test('a database that calls itself older than it is', async () => {
    await change('PRAGMA user_version = 2')
    expect(await failures()).toEqual(
      both('STORE_CORRUPT', 'The database HOME/tame.db is not as tame made it: it calls itself version 2'),
    )
  })

  test.each([
    [
      'a trigger that somebody put in',
      'CREATE TRIGGER t AFTER INSERT ON entries BEGIN DELETE FROM limit_hits; END',
      'it has "CREATE TRIGGER t AFTER INSERT ON entries BEGIN DELETE FROM limit_hits; END"',
    ],
    [
      'a trigger that goes by a name of SQLite’s own',
      `PRAGMA writable_schema = ON;
      INSERT INTO sqlite_schema VALUES ('trigger', 'sqlite_t', 'limit_hits', 0,
        'CREATE TRIGGER sqlite_t AFTER INSERT ON limit_hits BEGIN SELECT 1; END');
      PRAGMA schema_version = 9`,
      'it has "CREATE TRIGGER sqlite_t AFTER INSERT ON limit_hits BEGIN SELECT 1; END"',
    ],
    [
      'a view that stands in for a table',
      'DROP TABLE results; CREATE VIEW results AS SELECT 1 AS call_seq, 1 AS seq',
      'it has "CREATE VIEW results AS SELECT 1 AS call_seq, 1 AS seq"',
    ],
    ['an index that is missing', 'DROP INDEX entries_by_event_id', 'a table or an index is missing'],
  ])('%s', async (_, sql, how) => {
    await change(sql)
    expect(await failures()).toEqual(
      both('STORE_CORRUPT', `The database HOME/tame.db is not as tame made it: ${how}`),
    )
  })

  test('a number that is too large for any', async () => {
    await change('UPDATE entries SET at = 9223372036854775807')
    await expect(allOf(directory.open().entries())).rejects.toMatchObject({
      code: 'STORE_CORRUPT',
      exitCode: 5,
    })
  })

  test('but not what SQLite itself has made of it', async () => {
    await change('ANALYZE')
    expect(await failures()).toMatchObject({write: 'nothing'})
  })

  async function change(sql: string): Promise<void> {
    const store = directory.open()
    await storeCalls(store, [{}])
    await store.close()
    await tamper(fileOf(), sql)
  }

  const waysIn = (store: Store): (() => Promise<unknown>)[] => [
    () => storeCalls(store, [{}]),
    ...waysToRead(store),
  ]

  const waysToRead = (store: Store): (() => Promise<unknown>)[] => [
    () => store.head(),
    () => store.read(async () => {}),
    () => allOf(store.calls({order: 'newest first'})),
  ]

  test.each([
    [
      'a table that is no longer what it was while it was in use',
      'ALTER TABLE results RENAME TO outcomes; PRAGMA user_version = 99',
      {
        code: 'STORE_TOO_NEW',
        message:
          'The database HOME/tame.db was written by a newer tame: it has version 99, and this tame knows those up to 4',
      },
    ],
    [
      'a trigger that somebody put in while it was in use',
      'CREATE TRIGGER t AFTER INSERT ON entries BEGIN DELETE FROM limit_hits; END',
      {
        code: 'STORE_CORRUPT',
        message:
          'The database HOME/tame.db is not as tame made it: it has "CREATE TRIGGER t AFTER INSERT ON entries BEGIN DELETE FROM limit_hits; END"',
      },
    ],
    [
      'a database that a newer tame brought to its form while it was in use',
      'PRAGMA user_version = 99',
      {
        code: 'STORE_TOO_NEW',
        message:
          'The database HOME/tame.db was written by a newer tame: it has version 99, and this tame knows those up to 4',
      },
    ],
    [
      'a database that was made to look older while it was in use',
      'PRAGMA user_version = 2',
      {
        code: 'STORE_CORRUPT',
        message: 'The database HOME/tame.db is not as tame made it: it calls itself version 2',
      },
    ],
  ])('%s', async (_what, sql, error) => {
    const store = directory.open()
    await storeCalls(store, [{}])
    await store.head()
    const reading = directory.open()
    await reading.head()
    await tamper(fileOf(), sql)
    for (let attempt = 0; attempt < 2; attempt++)
      for (const act of [...waysIn(store), ...waysToRead(reading)])
        expect(await failure(act)).toEqual({...error, exitCode: 5})
  })

  test.each([
    ['removed', () => rmSync(fileOf())],
    ['replaced', () => renameSync(fileOf('copy.db'), fileOf())],
  ])('a database that was %s while it was in use', async (how, act) => {
    const copy = directory.open('copy.db')
    await storeCalls(copy, [{}])
    await copy.close()
    const store = directory.open()
    await storeCalls(store, [{}])
    act()
    const error = {
      code: 'STORE_REPLACED',
      message: `The database HOME/tame.db was ${how} while it was in use`,
      exitCode: 5,
    }
    expect(await failure(() => store.head())).toEqual(error)
    await expect.poll(() => failure(() => storeCalls(store, [{}]))).toEqual(error)
  })

  describe('the rights to', () => {
    const recorded = async () => {
      const store = directory.open()
      await storeCalls(store, [{}])
      await store.close()
    }

    test('a file that may not be written', async () => {
      await recorded()
      chmodSync(fileOf(), 0o400)
      await asOneWhoMayNot(directory, async () => {
        expect(await failures()).toEqual({
          read: 'nothing',
          write: {
            code: 'STORE_READ_ONLY',
            message: "Can't write to the database HOME/tame.db: it, or the directory it is in, is read-only",
            exitCode: 5,
          },
        })
      })
    })

    test('a file that may not be read', async () => {
      await recorded()
      chmodSync(fileOf(), 0)
      await asOneWhoMayNot(directory, async () => {
        expect(await failures()).toEqual(both('STORE_UNREADABLE', "Can't open the database HOME/tame.db"))
      })
    })

    test('a directory that may not be written, where there is one', async () => {
      await recorded()
      // The package for Node 20 leaves these; a copy on another medium does not have them.
      for (const end of ['-wal', '-shm']) rmSync(fileOf(`tame.db${end}`), {force: true})
      chmodSync(directory.home, 0o500)
      await asOneWhoMayNot(directory, async () => {
        const store = directory.open()
        expect((await store.head()).seq).toBe(1)
        expect(await allOf(store.entries())).toHaveLength(1)
        expect(await failure(() => storeCalls(store, [{}]))).toMatchObject({code: 'STORE_READ_ONLY'})
      })
      chmodSync(directory.home, 0o700)
    })

    test('a directory that may not be written, with a log in it: what was written last is not passed over', async () => {
      const store = directory.open()
      await storeCalls(store, [{}])
      // By another process: to close a file here takes the locks from the connection.
      const copy = 'mkdir "$1/copy" && cp "$1/tame.db" "$1/tame.db-wal" "$1/copy"'
      execFileSync('sh', ['-c', copy, 'sh', directory.home])
      chmodSync(fileOf('copy'), 0o500)
      await asOneWhoMayNot(directory, async () => {
        expect(await failure(() => directory.open('copy/tame.db').head())).toMatchObject({
          code: 'STORE_UNREADABLE',
        })
      })
      chmodSync(fileOf('copy'), 0o700)
    })

    test('a directory that may not be written, where there is none', async () => {
      mkdirSync(directory.home)
      chmodSync(directory.home, 0o500)
      await asOneWhoMayNot(directory, async () => {
        expect(await failures('new/tame.db')).toEqual({
          read: 'nothing',
          write: {
            code: 'STORE_READ_ONLY',
            message: "Can't make the database HOME/new/tame.db: permission denied",
            exitCode: 5,
          },
        })
      })
    })
  })
})
