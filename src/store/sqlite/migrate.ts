import type {Connection} from './connection.js'
import {storeFailure} from './errors.js'
import {applicationId, currentVersion, migrations} from './migrations.js'

/** Brings a database to this version, whoever else is opening it now. */
export function migrate(connection: Connection): void {
  if (versionOf(connection) === currentVersion) return
  connection.exec('BEGIN IMMEDIATE')
  try {
    for (const statement of migrations.slice(versionOf(connection)).flat()) connection.exec(statement)
    connection.exec(
      `PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${currentVersion}; COMMIT`,
    )
  } catch (cause) {
    connection.exec('ROLLBACK')
    throw cause
  }
}

/** 0 for a database that has nothing in it yet. */
export function versionOf(connection: Connection): number {
  const version = connection.get('PRAGMA user_version')?.['user_version'] as number
  if (version > currentVersion) throw tooNew(connection.file, version)
  return version
}

const tooNew = (file: string, version: number) =>
  storeFailure(
    'STORE_TOO_NEW',
    `The database ${file} was written by a newer tame: it has version ${version}, and this tame knows up to ${currentVersion}`,
    ['Update tame: npm install -g tame@latest', 'Name another place: tame config set store sqlite:PATH'],
  )
