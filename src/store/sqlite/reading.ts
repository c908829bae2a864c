import type {Head} from '../store.js'
import type {Connection} from './connection.js'

export const noHash = '0'.repeat(64)

export function readHead(connection: Connection): Head {
  const row = connection.get('SELECT seq, hash FROM entries ORDER BY seq DESC LIMIT 1')
  return row === undefined ? {seq: 0, hash: noHash} : {seq: row['seq'] as number, hash: row['hash'] as string}
}
