import type {Connection} from './connection.js'
import {withPatience} from './lock-wait.js'
import {type Opening, openReader} from './open-connection.js'
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
  private readonly idle: Connection[] = []
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
    const connection = await this.take()
    if (connection === undefined) return undefined
    try {
      return await withPatience(() => question(connection), this.opening.patienceMs)
    } finally {
      this.giveBack(connection)
    }
  }

  async openMoment(): Promise<Moment | undefined> {
    this.check()
    const connection = await this.take()
    if (connection === undefined) return undefined
    try {
      await withPatience(() => beginMoment(connection), this.opening.patienceMs)
    } catch (cause) {
      this.giveBack(connection)
      throw cause
    }
    return {
      connection,
      end: () => {
        rollBack(connection)
        this.giveBack(connection)
      },
    }
  }

  private check(): void {
    if (this.isClosed) throw new Error('The store is closed')
    this.file.check()
  }

  private async take(): Promise<Connection | undefined> {
    return this.idle.pop() ?? (await openReader(this.opening))
  }

  private giveBack(connection: Connection): void {
    if (this.isClosed || this.idle.length > 1) connection.close()
    else this.idle.push(connection)
  }

  close(): void {
    this.isClosed = true
    for (const connection of this.idle.splice(0)) connection.close()
  }
}

/** A transaction sees the moment of its first question, not of its beginning. */
function beginMoment(connection: Connection): void {
  connection.exec('BEGIN')
  try {
    connection.get('SELECT back_ms FROM clock')
  } catch (cause) {
    rollBack(connection)
    throw cause
  }
}
