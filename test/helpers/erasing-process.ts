import {openSqliteStore} from '../../src/store/sqlite/sqlite-store.js'
import {storedEntry} from './ledger-rows.js'

/** A process that erases an entry, `FILE SEQ`, and is killed before it can clear the log: it reads an older state itself. */
const [file = '', seq = '1'] = process.argv.slice(2)
const store = openSqliteStore(file, {patienceMs: 0})
await openSqliteStore(file).read(async ({head}) => {
  await store.write((writer) => writer.append({entries: [storedEntry(head.seq + 1)], erased: [Number(seq)]}))
  process.kill(process.pid, 'SIGKILL')
})
