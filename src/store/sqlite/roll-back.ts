import type {Connection} from './connection.js'

/** Ends a transaction that failed. Some failures have ended it already, which is as good. */
export function rollBack(connection: Connection): void {
  try {
    connection.exec('ROLLBACK')
  } catch {
    // There is none to end.
  }
}
