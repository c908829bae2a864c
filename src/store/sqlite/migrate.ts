import type {Connection} from './connection.js'
import {applicationId, currentVersion, migrations} from './migrations.js'
import {rollBack} from './roll-back.js'
import {checkOlder, checkSchema, versionInTransaction} from './schema-check.js'

/** Brings a database to this version, whoever else is opening it now. */
export function migrate(connection: Connection): void {
  connection.exec('BEGIN IMMEDIATE')
  try {
    // Asked again: another process may have done it while this one waited.
    const version = versionInTransaction(connection)
    checkOlder(connection, version)
    for (const statement of migrations.slice(version).flat()) connection.exec(statement)
    // Of an older version nothing is known before it is this one.
    checkSchema(connection)
    connection.exec(`PRAGMA application_id = ${applicationId}`)
    connection.exec(`PRAGMA user_version = ${currentVersion}`)
    connection.exec('COMMIT')
  } catch (cause) {
    rollBack(connection)
    throw cause
  }
}
