import type {Connection} from './connection.js'
import {withPatience} from './lock-wait.js'
import {type Opening, openReader, type Reader} from './open-connection.js'
import type {OpenedFile} from './opened-file.js'
import {rollBack} from './roll-back.js'

/** A moment of the database that does not pass before it is ended. */
export interface Moment {
  readonly connection: Connection
  end(): void
}

/** Connections that only read. Each sees one moment at a time, so whoever stays in one has it for himself. */
export class Readers {
  private readonly idle: Reader[] = []
  private isClosed = false

  constructor(
    private readonly opening: Opening,
    private readonly file: OpenedFile,
  ) {}

  /** Asks without a pause in between; nothing while there is no database. */
  async ask<Result>(question: (connection: Connection) => Result): Promise<Result | undefined> {
    const reader = await this.take()
    if (reader === undefined) return undefined
    try {
      return await withPatience(() => answered(reader, question), this.opening.patienceMs)
    } finally {
      this.giveBack(reader)
    }
  }

  async openMoment(): Promise<Moment | undefined> {
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

  private async take(): Promise<Reader | undefined> {
    if (this.isClosed) throw new Error('The store is closed')
    this.file.check()
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

function answered<Result>(
  {connection, schema}: Reader,
  question: (connection: Connection) => Result,
): Result {
  try {
    return question(connection)
  } finally {
    // Afterwards: a newer tame may bring the database to its own form while it is asked, and what was read then, or why
    // it could not be, says nothing.
    schema.check()
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
