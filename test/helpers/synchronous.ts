import type {Connection} from '../../src/store/sqlite/connection.js'
import type {LedgerWriter} from '../../src/store/store.js'

const levels = ['off', 'normal', 'full', 'extra']

/**
 * How SQLite is going to commit the transaction that a writer is in, as its own connection says: it takes no other answer
 * before that is over. With `full` the commit is synced to the disk.
 */
export function synchronousOf(writer: LedgerWriter): string {
  const connection = Reflect.get(writer, 'connection') as Connection
  return String(levels[connection.get('PRAGMA synchronous')?.[0] as number])
}
