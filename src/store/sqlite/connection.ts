import type {Database, Driver, Row, SqlValue, Statement} from './driver.js'
import {storeError} from './errors.js'

/** One connection to a database. What SQLite says against a question comes as a `TameError` that names the file. */
export class Connection {
  private readonly database: Database
  private readonly prepared = new Map<string, Statement>()

  constructor(
    driver: Driver,
    readonly file: string,
    access: 'read' | 'write',
  ) {
    this.database = this.speaking(
      () =>
        new driver.DatabaseSync(file, {
          readOnly: access === 'read',
          enableForeignKeyConstraints: false,
          defensive: true,
        }),
    )
  }

  exec(sql: string): void {
    this.speaking(() => this.database.exec(sql))
  }

  run(sql: string, ...values: SqlValue[]): void {
    this.speaking(() => this.statement(sql).run(...values))
  }

  get(sql: string, ...values: SqlValue[]): Row | undefined {
    return this.speaking(() => this.statement(sql).get(...values))
  }

  all(sql: string, ...values: SqlValue[]): Row[] {
    return this.speaking(() => this.statement(sql).all(...values))
  }

  close(): void {
    this.prepared.clear()
    this.database.close()
  }

  private statement(sql: string): Statement {
    const known = this.prepared.get(sql)
    if (known !== undefined) return known
    const statement = this.database.prepare(sql)
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
