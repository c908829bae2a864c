import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {afterEach, beforeEach} from 'vitest'
import {openSqliteStore, type SqliteOptions} from '../../src/store/sqlite/sqlite-store.js'
import type {Store} from '../../src/store/store.js'

export interface StoreDirectory {
  /** New for each test. */
  readonly home: string
  /** Opens a database there, which is closed after the test. */
  open(name?: string, options?: SqliteOptions): Store
}

export function storeDirectory(): StoreDirectory {
  let home = ''
  const opened: Store[] = []
  beforeEach(() => {
    home = path.join(mkdtempSync(path.join(tmpdir(), 'tame-store-')), 'home')
  })
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close()
    rmSync(path.dirname(home), {recursive: true, force: true})
  })
  return {
    get home() {
      return home
    },
    open(name = 'tame.db', options = {}) {
      const store = openSqliteStore(path.join(home, name), options)
      opened.push(store)
      return store
    },
  }
}
