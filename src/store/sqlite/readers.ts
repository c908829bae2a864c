import type {Connection} from './connection.js'
import {withPatience} from './lock-wait.js'
import {type Opening, openReader, type Reader} from './open-connection.js'
import type {OpenedFile} from './opened-file.js'
import {rollBack} from './roll-back.js'
import type {Writing} from './writing.js'

/** A moment of the database that does not pass before it is ended. */
export interface Moment {
  readonly connection: Connection
  end(): void
}

/**
 * Connections that only read. Each sees one moment at a time, so whoever stays in one has it for himself. Before the first
 * is opened, the one that writes will do: a process that decides one call needs no other.
 */
export class Readers {
  private readonly idle: Reader[] = []
  private isClosed = false

  constructor(
    private readonly opening: Opening,
    private readonly file: OpenedFile,
    private readonly writing: Pick<Writing, 'askAtOnce'>,
  ) {}

  /** Asks without a pause in between; nothing while there is no database. */
  async ask<Result>(question: (connection: Connection) => Result): Promise<Result | undefined> {
    this.check()
    const answer = this.idle.length === 0 ? this.writing.askAtOnce(question) : undefined
    if (answer !== undefined) return answer.result
    const reader = await this.take()
    if (reader === undefined) return undefined
    try {
      return await withPatience(() => reader.schema.holding(question), this.opening.patienceMs)
    } finally {
      this.giveBack(reader)
    }
  }

  async openMoment(): Promise<Moment | undefined> {
    this.check()
    const reader = await this.take()
    if (reader === undefined) return undefined
    const {connection} = reader
    try {
      await withPatience(() => beginMoment(reader), this.opening.patienceMs)
    } catch (cause) {
      this.giveBack(reader)
      throw cause
    }
    return {
      connection,
      end: () => {
        rollBack(connection)
        this.giveBack(reader)
      },
    }
  }

  private check(): void {
    if (this.isClosed) throw new Error('The store is closed')
    this.file.check()
  }

  private async take(): Promise<Reader | undefined> {
    return this.idle.pop() ?? (await openReader(this.opening))
  }

  private giveBack(reader: Reader): void {
    if (this.isClosed || this.idle.length > 1) reader.connection.close()
    else this.idle.push(reader)
  }

  close(): void {
    this.isClosed = true
    for (const {connection} of this.idle.splice(0)) connection.close()
  }
}

/** A transaction sees the moment of its first question, not of its beginning. */
function beginMoment({connection, schema}: Reader): void {
  connection.exec('BEGIN')
  try {
    connection.get('SELECT back_ms FROM clock')
    schema.check()
  } catch (cause) {
    rollBack(connection)
    throw cause
  }
}
