import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {afterEach, beforeEach} from 'vitest'
import {openSqliteStore} from '../../src/store/sqlite/sqlite-store.js'
import {describeStore} from '../contracts/describe-store.js'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'tame-store-'))
})
afterEach(() => rmSync(directory, {recursive: true, force: true}))

describeStore('SQLite', () => openSqliteStore(path.join(directory, 'new', 'tame.db')))
