import type {Subtree} from '../../ledger/merkle/subtree.js'
import {BulkInsert} from './bulk-insert.js'
import type {Connection} from './connection.js'

const upsert = new BulkInsert(
  'subtrees',
  ['number', 'root'],
  'ON CONFLICT (number) DO UPDATE SET root = excluded.root',
)

export const keepSubtrees = (connection: Connection, subtrees: readonly Subtree[]): void =>
  upsert.run(connection, subtrees, ({number, root}) => [number, root])

/** None in a database of an older version, which only a writer brings to this one. */
export function readSubtrees(connection: Connection): readonly Subtree[] {
  if (connection.get("SELECT 1 FROM sqlite_schema WHERE name = 'subtrees'") === undefined) return []
  return connection
    .all('SELECT number, root FROM subtrees ORDER BY number')
    .map(([number, root]) => ({number: number as number, root: root as string}))
}
