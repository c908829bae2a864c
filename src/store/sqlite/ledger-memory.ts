import type {Connection} from './connection.js'
import {DecisionTally} from './decision-tally.js'
import {DueMemory} from './due-memory.js'
import {SessionMemory} from './session-memory.js'

/** What a connection knows of the ledger from its own transactions, while nobody else has written. */
export class LedgerMemory {
  sessions: SessionMemory
  readonly decisions = new DecisionTally()
  readonly due: DueMemory

  constructor(private readonly connection: Connection) {
    this.sessions = new SessionMemory(connection)
    this.due = new DueMemory(connection)
  }

  /** Between transactions. */
  makeRoom(): void {
    if (this.sessions.isFull) this.sessions = new SessionMemory(this.connection)
  }
}
