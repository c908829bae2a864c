import type {LedgerWriter} from '../store.js'
import type {Connection} from './connection.js'
import {isLocked} from './errors.js'
import {type LastEntry, readLastEntry} from './last-entry.js'
import {LedgerMemory} from './ledger-memory.js'
import {SqliteLedgerWriter} from './ledger-writer.js'
import {Litter} from './litter.js'
import {pause, withPatience} from './lock-wait.js'
import {rollBack} from './roll-back.js'
import {KnownSchema} from './schema-check.js'

/** The state after a transaction, while nobody else has written. */
interface Known {
  readonly last: LastEntry
  readonly memory: LedgerMemory
}

/** Transactions on one connection, alone on the ledger among all processes. */
export class LedgerLock {
  private known: Known | undefined
  /** Of what others commit; SQLite changes it with each. */
  private dataVersion: number | undefined
  private isContended = false
  /** Of the transaction that is under way. */
  private writer: SqliteLedgerWriter | undefined
  private readonly schema: KnownSchema
  readonly litter: Litter

  constructor(
    private readonly connection: Connection,
    private readonly patienceMs: number,
  ) {
    this.schema = new KnownSchema(connection)
    this.litter = new Litter(connection, this.schema)
  }

  /** Asks what is committed, without a pause; nothing where the connection sees more than that, or the database is locked. */
  askAtOnce<Result>(question: (connection: Connection) => Result): {result: Result} | undefined {
    if (this.writer?.hasAppended === true) return undefined
    try {
      return {result: this.schema.holding(question)}
    } catch (cause) {
      if (isLocked(cause)) return undefined
      // A failed reading may have rolled back the transaction: what came now would be there by itself, half of a group.
      this.writer?.fail()
      throw cause
    }
  }

  /** Gives what the work gave, and the writer it had, when all is durable. */
  async transact<Result>(
    work: (writer: LedgerWriter) => Promise<Result>,
  ): Promise<{result: Result; writer: SqliteLedgerWriter}> {
    await this.begin()
    try {
      const {last, memory} = this.recall()
      const writer = new SqliteLedgerWriter(this.connection, last, memory)
      this.writer = writer
      const result = await work(writer)
      writer.end()
      this.connection.run('COMMIT')
      this.known = {last: writer.last, memory}
      this.litter.isLeft ||= writer.hasErased
      return {result, writer}
    } catch (cause) {
      rollBack(this.connection)
      throw cause
    } finally {
      this.writer = undefined
    }
  }

  private async begin(): Promise<void> {
    // Whoever has the lock could take it again at once, and those who wait for it would hardly ever meet it free.
    if (this.isContended) await pause(1)
    await withPatience(() => this.connection.run('BEGIN IMMEDIATE'), this.patienceMs)
  }

  /** Gone until the transaction is committed: after a failure, nothing of it may be believed. */
  private recall(): Known {
    const dataVersion = this.connection.get('PRAGMA data_version')?.[0] as number
    const isUnchanged = dataVersion === this.dataVersion
    this.isContended = !isUnchanged && this.dataVersion !== undefined
    this.dataVersion = dataVersion
    const {known} = this
    this.known = undefined
    if (known === undefined || !isUnchanged) return this.read()
    known.memory.makeRoom()
    return known
  }

  private read(): Known {
    this.schema.check()
    this.litter.look()
    return {last: readLastEntry(this.connection), memory: new LedgerMemory(this.connection)}
  }
}
