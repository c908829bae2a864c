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

export const readSubtrees = (connection: Connection): readonly Subtree[] =>
  connection
    .all('SELECT number, root FROM subtrees ORDER BY number')
    .map(([number, root]) => ({number: number as number, root: root as string}))
