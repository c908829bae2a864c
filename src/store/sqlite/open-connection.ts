import {statSync} from 'node:fs'
import {pathToFileURL} from 'node:url'
import {TameError} from '../../errors.js'
import {Connection} from './connection.js'
import {type Driver, loadDriver} from './driver.js'
import {quoted, storeFailure} from './errors.js'
import {withPatience} from './lock-wait.js'
import {migrate} from './migrate.js'
import {currentVersion} from './migrations.js'
import {createDatabaseFile, databaseFile} from './place.js'
import {KnownSchema} from './schema-check.js'

export interface Opening {
  readonly file: string
  readonly durability: 'full' | 'normal'
  readonly patienceMs: number
  /** The script of a thread that moves the log into the database; without one, who writes does. */
  readonly logThread?: string | undefined
}

/** Makes the database when there is none. */
export async function openWriter({file, durability, patienceMs}: Opening): Promise<Connection> {
  if (databaseFile(file) === undefined) createDatabaseFile(file)
  const driver = await loadDriver()
  const connection = new Connection(driver, file, 'write')
  try {
    await withPatience(() => prepareWriter(connection, durability), patienceMs)
    return connection
  } catch (cause) {
    connection.close()
    throw cause
  }
}

/** Each of these may meet a lock: another process may be making the database now, or clearing away its log. */
function prepareWriter(connection: Connection, durability: Opening['durability']): void {
  connection.exec('PRAGMA trusted_schema = OFF')
  // Rows that move from page to page would leave copies behind, which an erasure would not find.
  connection.exec('PRAGMA secure_delete = FAST')
  // Larger pages than usual: an entry fills a good part of a small one, and the rest of it would stay empty.
  connection.exec('PRAGMA page_size = 8192; PRAGMA cache_size = -8000')
  const version = new KnownSchema(connection).open()
  useWriteAheadLog(connection)
  connection.exec(`PRAGMA synchronous = ${durability}`)
  if (version !== currentVersion) migrate(connection)
}

function useWriteAheadLog(connection: Connection): void {
  const [mode] = connection.get('PRAGMA journal_mode = WAL') ?? []
  if (mode === 'wal') return
  throw storeFailure(
    'STORE_FAILED',
    `Can't keep the database ${connection.file} there: its file system can't share memory between processes`,
    ['Name a place on a local disk: tame config set store sqlite:PATH'],
  )
}

/** Nothing while there is no database, or nothing in it. One of an older tame is brought to this one's version. */
export async function openReader(opening: Opening): Promise<Reader | undefined> {
  const {file, patienceMs} = opening
  const state = databaseFile(file)
  if (state === undefined || state.size === 0) return undefined
  const driver = await loadDriver()
  const read = () => withPatience(() => openReading(driver, file), patienceMs)
  const reading = await read()
  if (reading === undefined || reading.version === currentVersion) return reading
  reading.connection.close()
  await update(opening)
  return read()
}

/** A connection that reads, and what is known of the form of what it reads. */
export interface Reader {
  readonly connection: Connection
  readonly schema: KnownSchema
}

interface Reading extends Reader {
  readonly version: number
}

async function update(opening: Opening): Promise<void> {
  try {
    const writer = await openWriter(opening)
    writer.close()
  } catch (cause) {
    if (!(cause instanceof TameError) || cause.code !== 'STORE_READ_ONLY') throw cause
    throw tooOld(opening.file, cause)
  }
}

const tooOld = (file: string, cause: TameError): TameError =>
  storeFailure(
    'STORE_TOO_OLD',
    `The database ${file} was written by an older tame, and can't be brought to the form that this one reads: nothing can be written there`,
    [`ls -ld ${quoted(file)}`, 'Make a copy where you may write: tame status --store sqlite:COPY'],
    cause,
  )

function openReading(driver: Driver, file: string): Reading | undefined {
  try {
    return readable(new Connection(driver, file, 'read'))
  } catch (cause) {
    if (!(cause instanceof TameError) || !isSealed(cause, file)) throw cause
    return readable(new Connection(driver, file, 'read', `${pathToFileURL(file).href}?immutable=1`))
  }
}

/**
 * Whether a database lies where nothing can be written, as on a medium of copies: SQLite reads it only when it is told
 * that nobody changes it. With a log beside it, what it says last is in there, and passing over that would be a lie.
 */
function isSealed({code}: TameError, file: string): boolean {
  if (code !== 'STORE_UNREADABLE' && code !== 'STORE_READ_ONLY') return false
  return (statSync(`${file}-wal`, {throwIfNoEntry: false})?.size ?? 0) === 0
}

function readable(connection: Connection): Reading | undefined {
  try {
    connection.exec('PRAGMA trusted_schema = OFF; PRAGMA cache_size = -8000')
    const schema = new KnownSchema(connection)
    const version = schema.open()
    if (version > 0) return {connection, schema, version}
  } catch (cause) {
    connection.close()
    throw cause
  }
  connection.close()
  return undefined
}
