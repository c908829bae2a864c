import type {Database, Driver, Row, SqlValue, Statement} from './driver.js'
import {storeError} from './errors.js'

/** One connection to a database. What SQLite says against a question comes as a `TameError` that names the file. */
export class Connection {
  private readonly database: Database
  private readonly prepared = new Map<string, Statement>()

  constructor(
    {DatabaseSync}: Driver,
    readonly file: string,
    access: 'read' | 'write',
    location = file,
  ) {
    this.database = this.speaking(
      () => new DatabaseSync(location, {readOnly: access === 'read', defensive: true}),
    )
  }

  /** Statements that are not worth keeping prepared. */
  exec(sql: string): void {
    this.speaking(() => this.database.exec(sql))
  }

  run(sql: string, values: readonly SqlValue[] = []): void {
    this.speaking(() => this.statement(sql).run(...values))
  }

  get(sql: string, values: readonly SqlValue[] = []): Row | undefined {
    const row = this.speaking(() => this.statement(sql).get(...values))
    return row && valuesOf(row)
  }

  all(sql: string, values: readonly SqlValue[] = []): Row[] {
    return this.speaking(() => this.statement(sql).all(...values)).map(valuesOf)
  }

  close(): void {
    this.prepared.clear()
    this.speaking(() => this.database.close())
  }

  private statement(sql: string): Statement {
    const known = this.prepared.get(sql)
    if (known !== undefined) return known
    const statement = this.database.prepare(sql)
    statement.setReturnArrays?.(true)
    this.prepared.set(sql, statement)
    return statement
  }

  private speaking<Result>(ask: () => Result): Result {
    try {
      return ask()
    } catch (cause) {
      throw storeError(cause, this.file)
    }
  }
}

const valuesOf = (row: Row | Readonly<Record<string, SqlValue>>): Row =>
  Array.isArray(row) ? (row as Row) : Object.values(row)
