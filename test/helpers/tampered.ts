import {loadDriver, type SqlValue} from '../../src/store/sqlite/driver.js'

/** Writes to a database as somebody does who has the file and a tool for it, past everything that tame would refuse. */
export async function tamper(file: string, sql: string, ...values: SqlValue[]): Promise<void> {
  const {DatabaseSync} = await loadDriver()
  const database = new DatabaseSync(file, {readOnly: false, defensive: false})
  try {
    if (values.length > 0) database.prepare(sql).run(...values)
    else database.exec(sql)
  } finally {
    database.close()
  }
}
