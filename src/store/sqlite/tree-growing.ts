import type {EntryTree, HashedEntry} from '../../ledger/merkle/entry-tree.js'
import type {Connection} from './connection.js'
import type {Row} from './driver.js'

/** About a millisecond's. Between pages everything else gets its turn. */
const pageLength = 256

const sql =
  'SELECT seq, at, kind, session_id, body, hash FROM entries WHERE seq > ? AND seq <= ? ORDER BY seq'

/** Takes the next entries into a tree, at most a page of them; says whether there is more to take. */
export function growByPage(tree: EntryTree, upTo: number, connection: Connection): boolean {
  const before = tree.size
  const rows = connection.all(sql, [before, Math.min(before + pageLength, upTo)])
  const isWhole = rows.every((row) => tree.append(hashedEntryOf(row)))
  return isWhole && rows.length > 0 && tree.size < upTo
}

const hashedEntryOf = (row: Row): HashedEntry => ({
  seq: row[0] as number,
  atMs: row[1] as number,
  kind: row[2] as string,
  sessionId: row[3] as string | null,
  body: row[4] as string,
  hash: row[5] as string,
})
