import type {Head} from '../store.js'
import type {Connection} from './connection.js'

export interface LastEntry extends Head {
  readonly atMs: number
}

/** What the first entry follows. */
export const noEntry: LastEntry = {seq: 0, hash: '0'.repeat(64), atMs: Number.NEGATIVE_INFINITY}

export function readLastEntry(connection: Connection): LastEntry {
  const row = connection.get('SELECT seq, hash, at FROM entries ORDER BY seq DESC LIMIT 1')
  if (row === undefined) return noEntry
  const [seq, hash, atMs] = row
  return {seq: seq as number, hash: hash as string, atMs: atMs as number}
}
