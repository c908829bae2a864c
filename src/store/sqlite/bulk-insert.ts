import type {Connection} from './connection.js'
import type {SqlValue} from './driver.js'

/** The larger first: what is left over of one goes into the next. */
const groupSizes = [16, 4, 1]
const noValues: readonly SqlValue[] = []

/** Inserts many rows at a time: half of what a single row costs is the way to SQLite and back. */
export class BulkInsert {
  private readonly statements: readonly {readonly size: number; readonly sql: string}[]

  constructor(table: string, columns: readonly string[], onConflict = '') {
    const row = `(${columns.map(() => '?').join(', ')})`
    this.statements = groupSizes.map((size) => ({
      size,
      sql: `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${Array<string>(size).fill(row).join(', ')} ${onConflict}`,
    }))
  }

  run<Item>(
    connection: Connection,
    items: readonly Item[],
    rowOf: (item: Item) => readonly SqlValue[],
  ): void {
    let start = 0
    for (const {size, sql} of this.statements)
      for (; items.length - start >= size; start += size)
        connection.run(sql, noValues.concat(...items.slice(start, start + size).map(rowOf)))
  }
}
