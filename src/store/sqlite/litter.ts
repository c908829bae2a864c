import type {Connection} from './connection.js'
import {pause} from './lock-wait.js'
import {rollBack} from './roll-back.js'
import type {KnownSchema} from './schema-check.js'

/**
 * What was erased, as long as it may still stand in the log beside the database. A mark of it is committed with the erasure:
 * a process that is killed before it has cleared the log leaves that to whoever writes next.
 */
export class Litter {
  isLeft = false

  constructor(
    private readonly connection: Connection,
    private readonly schema: KnownSchema,
  ) {}

  /** In a transaction before which others wrote: maybe they did not come to clear what they erased. */
  look(): void {
    this.isLeft = lastMark(this.connection) !== null
  }

  /** Whether nothing is left. That takes a moment in which nobody reads an older state. Never throws: who erased has committed. */
  async clear(patienceMs: number): Promise<boolean> {
    const start = performance.now()
    this.isLeft = true
    for (let tries = 0; !this.clearOnce(); tries++) {
      if (performance.now() - start >= patienceMs) return false
      await pause(tries)
    }
    this.isLeft = false
    return true
  }

  private clearOnce(): boolean {
    try {
      // Before: what others erase meanwhile is not cleared yet.
      const mark = lastMark(this.connection)
      const isEmpty = emptyLog(this.connection)
      if (isEmpty && mark !== null) this.takeAway(mark)
      return isEmpty
    } catch {
      return false
    }
  }

  private takeAway(mark: number): void {
    const {connection} = this
    try {
      connection.run('BEGIN IMMEDIATE')
      this.schema.check()
      connection.run('DELETE FROM uncleared WHERE seq <= ?', [mark])
      connection.run('COMMIT')
    } catch {
      // Somebody else writes now, the disk is full, or the database is not as it was. With the mark, a log without litter is
      // emptied once more.
      rollBack(connection)
    }
  }
}

/** In the transaction that erases; `seq` is its last entry. */
export const markLitter = (connection: Connection, seq: number): void =>
  connection.run('INSERT INTO uncleared (seq) VALUES (?) ON CONFLICT DO NOTHING', [seq])

function lastMark(connection: Connection): number | null {
  const [seq] = connection.get('SELECT max(seq) FROM uncleared') ?? []
  return typeof seq === 'number' ? seq : null
}

/**
 * Moves the log into the database, unless somebody reads an older state. Closing would do it, but the package for Node 20
 * closes nothing before the garbage collector has been to its statements.
 */
export function emptyLog(connection: Connection): boolean {
  try {
    return connection.get('PRAGMA wal_checkpoint(TRUNCATE)')?.[0] === 0
  } catch {
    // A full or read-only disk: what was committed is in the log, and stays there.
    return false
  }
}
