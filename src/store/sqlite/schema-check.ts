import type {Connection} from './connection.js'
import {quoted, storeFailure} from './errors.js'
import {applicationId, currentVersion, migrations} from './migrations.js'
import {rollBack} from './roll-back.js'

/** 0 for a database that has nothing in it yet. Throws where it is not one that this tame wrote. */
export function versionInTransaction(connection: Connection): number {
  const {file} = connection
  const version = pragma(connection, 'user_version')
  const owner = pragma(connection, 'application_id')
  if (owner !== applicationId) {
    if (owner !== 0 || version !== 0 || schemaOf(connection).length > 0) throw foreign(file)
    return 0
  }
  if (version > currentVersion) throw tooNew(file, version)
  if (version === currentVersion) checkSchema(connection)
  return version
}

/**
 * The schema that a connection was found to have. It may change while that is open: a newer tame brings the database to its
 * own form, and a trigger that somebody puts in runs with what is written next.
 */
export class KnownSchema {
  private known: string | undefined

  constructor(private readonly connection: Connection) {}

  /** Its version, of one moment: another process may be making it now, and half of that is nobody's database. */
  open(): number {
    const {connection} = this
    connection.exec('BEGIN')
    try {
      const state = this.state()
      const version = versionInTransaction(connection)
      if (version === currentVersion) this.known = state
      return version
    } finally {
      rollBack(connection)
    }
  }

  /** Throws where it is not as this tame made it, or no longer. */
  check(): void {
    const {connection} = this
    const state = this.state()
    if (state === this.known) return
    const version = versionInTransaction(connection)
    if (version !== currentVersion) throw misnamed(connection, version)
    this.known = state
  }

  /** Asks what this tame understands. */
  holding<Result>(question: (connection: Connection) => Result): Result {
    try {
      return question(this.connection)
    } finally {
      // Afterwards: a newer tame may bring the database to its own form while it is asked, and what was read then, or why
      // it could not be, says nothing.
      this.check()
    }
  }

  private state(): string {
    const {connection} = this
    return `${pragma(connection, 'schema_version')} ${pragma(connection, 'user_version')}`
  }
}

const pragma = (connection: Connection, name: string): number =>
  connection.get(`PRAGMA ${name}`)?.[0] as number

/** What SQLite makes by itself has no text, but for the tables of ANALYZE. Its names alone tell nothing: anything may bear them. */
const schemaSql = `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL
  AND NOT (type = 'table' AND name IN ('sqlite_stat1', 'sqlite_stat4')) ORDER BY rowid`

const schemaOf = (connection: Connection): readonly string[] =>
  connection.all(schemaSql).map(([sql]) => String(sql))

const expected = new Set(migrations.flat().filter((statement) => statement.startsWith('CREATE')))

/** A trigger or a view that somebody else put in would run with what we write. */
export function checkSchema(connection: Connection): void {
  const found = schemaOf(connection)
  const strange = found.find((sql) => !expected.has(sql))
  if (strange !== undefined) throw changed(connection.file, `it has ${firstLine(strange)}`)
  if (found.length !== expected.size) throw changed(connection.file, 'a table or an index is missing')
}

/** A database of an older version has nothing of those after it. */
export function checkOlder(connection: Connection, version: number): void {
  const later = new Set(migrations.slice(version).flat())
  if (schemaOf(connection).some((sql) => later.has(sql))) throw misnamed(connection, version)
}

const misnamed = ({file}: Connection, version: number) => changed(file, `it calls itself version ${version}`)

const firstLine = (sql: string): string => JSON.stringify(sql.split('\n')[0]?.slice(0, 80))

const changed = (file: string, how: string) =>
  storeFailure('STORE_CORRUPT', `The database ${file} is not as tame made it: ${how}`, [
    `Look at it: sqlite3 ${quoted(file)} .schema`,
    'Put a copy in its place',
  ])

const foreign = (file: string) =>
  storeFailure('STORE_FOREIGN', `${file} is a database of another program`, [
    'Name another place: tame config set store sqlite:PATH',
  ])

const tooNew = (file: string, version: number) =>
  storeFailure(
    'STORE_TOO_NEW',
    `The database ${file} was written by a newer tame: it has version ${version}, and this tame knows those up to ${currentVersion}`,
    ['Update tame: npm install -g tame@latest', 'Name another place: tame config set store sqlite:PATH'],
  )
