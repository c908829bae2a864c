import type {Session, SessionPage, SessionQuery} from '../../model/session.js'
import type {
  CallQuery,
  EntryRange,
  Head,
  LedgerReader,
  LedgerWriter,
  RareKind,
  Store,
  StoredCall,
  StoredCheckpoint,
  StoredEntry,
  StoredPolicy,
  ViewDifference,
} from '../store.js'
import {conditionOf, readCalls} from './call-pages.js'
import {Connection} from './connection.js'
import {loadDriver} from './driver.js'
import {callById, SqliteLedgerWriter} from './ledger-writer.js'
import {migrate, versionOf} from './migrate.js'
import {createDatabaseFile, findDatabaseFile} from './place.js'
import {noHash, readHead} from './reading.js'
import {callOf, checkpointOf, entryColumns, entryOf, policyOf, sessionOf} from './rows.js'
import {Turns} from './turns.js'

export interface SqliteOptions {
  /** `full`: what was written survives a power cut. `normal`: it survives a killed process. */
  readonly durability?: 'full' | 'normal'
}

/** Opens nothing before it is asked: a file that is not there is read as empty, and made by the first write. */
export const openSqliteStore = (file: string, options: SqliteOptions = {}): Store =>
  new SqliteStore(file, options.durability ?? 'full')

const pageSize = 1000

/** A ledger without a database. */
const nothingYet: LedgerReader = {
  head: {seq: 0, hash: noHash},
  sessions: async () => new Map(),
  sessionCalls: async () => new Map(),
  limitCounts: async (questions) => questions.map(() => 0),
  callsById: async () => new Map(),
  callsByEventId: async () => new Map(),
  policyInForce: async () => undefined,
}

class SqliteStore implements Store {
  readonly kind = 'sqlite'
  private readonly turns = new Turns()
  /** One moment after the other: a connection sees but one at a time. */
  private readonly readTurns = new Turns()
  private writing: Connection | undefined
  private reading: Connection | undefined

  constructor(
    readonly location: string,
    private readonly durability: 'full' | 'normal',
  ) {}

  write<Result>(work: (writer: LedgerWriter) => Promise<Result>): Promise<Result> {
    return this.turns.take(async () => {
      const connection = await this.writer()
      connection.exec('BEGIN IMMEDIATE')
      try {
        const result = await work(new SqliteLedgerWriter(connection))
        connection.exec('COMMIT')
        return result
      } catch (cause) {
        connection.exec('ROLLBACK')
        throw cause
      }
    })
  }

  read<Result>(work: (reader: LedgerReader) => Promise<Result>): Promise<Result> {
    return this.readTurns.take(async () => {
      const connection = await this.reader()
      if (connection === undefined) return work(nothingYet)
      connection.exec('BEGIN')
      try {
        return await work(new SqliteLedgerWriter(connection))
      } finally {
        connection.exec('COMMIT')
      }
    })
  }

  private async writer(): Promise<Connection> {
    if (this.writing !== undefined) return this.writing
    const driver = await loadDriver()
    if (findDatabaseFile(this.location) === undefined) createDatabaseFile(this.location)
    const connection = new Connection(driver, this.location, 'write')
    connection.exec(
      `PRAGMA busy_timeout = 5000; PRAGMA trusted_schema = OFF; PRAGMA journal_mode = WAL; PRAGMA synchronous = ${this.durability}`,
    )
    migrate(connection)
    this.writing = connection
    return connection
  }

  /** Nothing while there is no database. */
  private async reader(): Promise<Connection | undefined> {
    if (this.reading !== undefined) return this.reading
    if (findDatabaseFile(this.location) === undefined) return undefined
    const driver = await loadDriver()
    const connection = new Connection(driver, this.location, 'read')
    connection.exec('PRAGMA busy_timeout = 5000; PRAGMA trusted_schema = OFF')
    if (versionOf(connection) === 0) {
      connection.close()
      return undefined
    }
    this.reading = connection
    return connection
  }

  async head(): Promise<Head> {
    const connection = await this.reader()
    return connection === undefined ? {seq: 0, hash: noHash} : readHead(connection)
  }

  async *entries(range: EntryRange = {}): AsyncGenerator<StoredEntry> {
    const connection = await this.reader()
    if (connection === undefined) return
    const last = Math.min(range.upTo ?? Number.MAX_SAFE_INTEGER, readHead(connection).seq)
    for (let after = range.after ?? 0; after < last; after += pageSize) {
      const rows = connection.all(
        `SELECT ${entryColumns('entry')} FROM entries AS entry WHERE seq > ? AND seq <= ? ORDER BY seq`,
        after,
        Math.min(after + pageSize, last),
      )
      yield* rows.map(entryOf)
    }
  }

  async entriesOf(kind: RareKind): Promise<readonly StoredEntry[]> {
    const rows = (await this.reader())?.all(
      // The second condition says nothing new but to the index.
      `SELECT ${entryColumns('entry')} FROM entries AS entry
      WHERE kind = ? AND kind NOT IN ('decision', 'result') ORDER BY seq`,
      kind,
    )
    return (rows ?? []).map(entryOf)
  }

  async *calls(query: CallQuery): AsyncGenerator<StoredCall> {
    const connection = await this.reader()
    if (connection === undefined) return
    const condition = conditionOf(query)
    const {order} = query
    const head = readHead(connection).seq
    let size = 64
    for (let done = 0; done < head; done += size, size = Math.min(size * 2, 4096)) {
      const [after, upTo] =
        order === 'newest first' ? [head - done - size, head - done] : [done, Math.min(done + size, head)]
      yield* readCalls(connection, condition, {after, upTo, head, order})
    }
  }

  async call(logId: string): Promise<StoredCall | undefined> {
    const row = (await this.reader())?.get(callById, logId)
    return row === undefined ? undefined : callOf(row)
  }

  async decisionCounts(): Promise<Readonly<Record<string, number>>> {
    const rows = (await this.reader())?.all('SELECT decision, count FROM decision_counts ORDER BY decision')
    return Object.fromEntries((rows ?? []).map((row) => [row['decision'], row['count'] as number]))
  }

  async session(id: string): Promise<Session | undefined> {
    const row = (await this.reader())?.get('SELECT * FROM sessions WHERE id = ?', id)
    return row === undefined ? undefined : sessionOf(row)
  }

  async sessions({agentId, userId, openedBy, offset = 0, limit}: SessionQuery): Promise<SessionPage> {
    const connection = await this.reader()
    if (connection === undefined) return {sessions: [], total: 0}
    const byOpener = openedBy === undefined ? '' : 'AND opened_by IS ?3'
    const where = `WHERE (?1 IS NULL OR agent_id = ?1) AND (?2 IS NULL OR user_id = ?2) ${byOpener}`
    const filter = [agentId ?? null, userId ?? null, ...(openedBy === undefined ? [] : [openedBy])]
    const rows = connection.all(
      `SELECT * FROM sessions ${where} ORDER BY started_at DESC, id DESC LIMIT ?${filter.length + 1} OFFSET ?${filter.length + 2}`,
      ...filter,
      limit ?? -1,
      offset,
    )
    const total = connection.get(`SELECT count(*) AS total FROM sessions ${where}`, ...filter)
    return {sessions: rows.map(sessionOf), total: total?.['total'] as number}
  }

  async *differingViews(): AsyncGenerator<ViewDifference> {}

  async policy(hash: string): Promise<StoredPolicy | undefined> {
    const row = (await this.reader())?.get('SELECT * FROM policies WHERE hash = ?', hash)
    return row === undefined ? undefined : policyOf(row)
  }

  async *policies(): AsyncGenerator<StoredPolicy> {
    const rows = (await this.reader())?.all('SELECT * FROM policies ORDER BY hash') ?? []
    yield* rows.map(policyOf)
  }

  async *checkpoints(): AsyncGenerator<StoredCheckpoint> {
    const rows = (await this.reader())?.all('SELECT * FROM checkpoints ORDER BY size') ?? []
    yield* rows.map(checkpointOf)
  }

  async lastCheckpoint(): Promise<StoredCheckpoint | undefined> {
    const row = (await this.reader())?.get('SELECT * FROM checkpoints ORDER BY size DESC LIMIT 1')
    return row === undefined ? undefined : checkpointOf(row)
  }

  watch(onChange: () => void): () => void {
    let seen = -1
    const timer = setInterval(async () => {
      const {seq} = await this.head()
      if (seen !== -1 && seq !== seen) onChange()
      seen = seq
    }, 50).unref()
    return () => clearInterval(timer)
  }

  close(): Promise<void> {
    return this.turns.take(async () => {
      this.reading?.close()
      this.writing?.close()
      this.reading = undefined
      this.writing = undefined
    })
  }
}
