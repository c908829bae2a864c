// What no ledger can do without: as many bytes, inserted by one prepared statement in the same groups, with the two SHA-256 that
// make a chain of entries whose contents can be erased. No views, no indexes, no decision.
import {hash} from 'node:crypto'
import path from 'node:path'

const salt = '0123456789abcdef'.repeat(2)
const id = '01a1f7e1-a828-7023-b39f-e069ed0c245b'

const row = ['?', '?', '?', '?', '?', '?', '?', '?', '?'].join(', ')

/** `sizes`: how many bytes tame writes of a call's body and content. */
export async function openFloor({loadDriver}, directory, durability, sizes) {
  const [body, content] = ['b'.repeat(sizes.body), 'c'.repeat(sizes.content)]
  const {DatabaseSync} = await loadDriver()
  const database = new DatabaseSync(path.join(directory, 'floor.db'))
  database.exec(`
    PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = ${durability};
    CREATE TABLE entries (seq INTEGER PRIMARY KEY, at INTEGER, kind TEXT, hash TEXT, session_id TEXT, id TEXT, body TEXT, salt TEXT, content TEXT)
  `)
  const insert = database.prepare(`INSERT INTO entries VALUES (${row})`)
  let seq = 0
  let prev = ''
  const insertOne = () => {
    seq++
    const contentHash = hash('sha256', `${salt}${seq}${content}`)
    prev = hash('sha256', `${prev}${contentHash}${seq}${body}`)
    insert.run(seq, Date.now(), 'decision', prev, 'session-1', id, body, salt, content)
  }
  return {
    /** So many rows, in groups of this size. */
    insert(count, groupSize) {
      for (let done = 0; done < count; done += groupSize) {
        database.exec('BEGIN IMMEDIATE')
        for (let at = 0; at < groupSize; at++) insertOne()
        database.exec('COMMIT')
      }
    },
    close: () => database.close(),
  }
}
