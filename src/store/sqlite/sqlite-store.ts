import {setImmediate as nextTurn} from 'node:timers/promises'
import {EntryTree, type Growth, type TreeState} from '../../ledger/merkle/entry-tree.js'
import type {Subtree} from '../../ledger/merkle/subtree.js'
import type {Session, SessionPage, SessionQuery} from '../../model/session.js'
import type {
  ApprovalStepPlace,
  CallQuery,
  EntryRange,
  Head,
  LedgerReader,
  LedgerWriter,
  RareKind,
  Store,
  StoredApproval,
  StoredApprovalQuery,
  StoredCall,
  StoredCheckpoint,
  StoredEntry,
  StoredPolicy,
  ViewDifference,
  WriteOptions,
} from '../store.js'
import {ApprovalSearch, countPending, readApprovals, readStepPlaces} from './approvals.js'
import {CallSearch} from './call-search.js'
import {readDecisionCounts} from './decision-tally.js'
import {noEntry, readLastEntry} from './last-entry.js'
import {emptyLedger, readCall, SqliteLedgerReader} from './ledger-reader.js'
import {OpenedFile} from './opened-file.js'
import {Readers} from './readers.js'
import {
  checkpointColumns,
  checkpointOf,
  entryColumns,
  entryOf,
  ofFew,
  policyColumns,
  policyOf,
  sessionColumns,
  sessionOf,
} from './rows.js'
import {readSessionPage} from './session-list.js'
import {readSubtrees} from './subtrees.js'
import {growByPage} from './tree-growing.js'
import type {LookOn} from './views/differing-views.js'
import {Watching} from './watching.js'
import {Writing} from './writing.js'

export interface SqliteOptions {
  /** `full`: what was written survives a power cut. `normal`: it survives a killed process. */
  readonly durability?: 'full' | 'normal'
  /** How long a locked database is waited for. */
  readonly patienceMs?: number
  /** The script of a thread that moves the log into the database: for a process that writes for many, and lives long. */
  readonly logThread?: string | undefined
}

/** Opens nothing before it is asked: a file that is not there is read as empty, and made by the first write. */
export const openSqliteStore = (file: string, options: SqliteOptions = {}): Store =>
  new SqliteStore(file, options)

/**
 * So many at a time, however long the contents are. Between pages everything else in this process gets its turn: whoever
 * takes none of what is read would hold up even a signal otherwise.
 */
const pageLength = 256

const entriesSql = `SELECT ${entryColumns('entry')} FROM entries AS entry WHERE seq > ? AND seq <= ? ORDER BY seq`

const hashPageLength = 4096

const hashesSql = 'SELECT hash FROM entries WHERE seq > ? AND seq <= ? ORDER BY seq'

const entriesOfSql = `SELECT ${entryColumns('entry')} FROM entries AS entry
  WHERE kind = ?1 AND ${ofFew} AND (?2 IS NULL OR session_id = ?2) ORDER BY seq`

class SqliteStore implements Store {
  readonly kind = 'sqlite'
  private readonly readers: Readers
  private readonly writing: Writing
  private readonly watching = new Watching(async () => (await this.head()).seq)

  constructor(
    readonly location: string,
    {durability = 'full', patienceMs = 10_000, logThread}: SqliteOptions,
  ) {
    const opening = {file: location, durability, patienceMs, logThread}
    const file = new OpenedFile(location)
    this.writing = new Writing(opening, file, (seq) => this.watching.notice(seq))
    this.readers = new Readers(opening, file, this.writing)
  }

  write<Result>(
    work: (writer: LedgerWriter) => Promise<Result>,
    {isLasting = false}: WriteOptions = {},
  ): Promise<Result> {
    return this.writing.write(work, isLasting)
  }

  async read<Result>(work: (reader: LedgerReader) => Promise<Result>): Promise<Result> {
    const moment = await this.readers.openMoment()
    if (moment === undefined) return work(emptyLedger)
    try {
      return await work(new SqliteLedgerReader(moment.connection))
    } finally {
      moment.end()
    }
  }

  async head(): Promise<Head> {
    const {seq, hash} = (await this.readers.ask(readLastEntry)) ?? noEntry
    return {seq, hash}
  }

  async *entries(range: EntryRange = {}): AsyncGenerator<StoredEntry> {
    const last = Math.min(range.upTo ?? Number.MAX_SAFE_INTEGER, (await this.head()).seq)
    const first = range.after ?? 0
    for (let after = first; after < last; after += pageLength) {
      if (after > first) await nextTurn()
      const upTo = Math.min(after + pageLength, last)
      const rows = await this.readers.ask((connection) => connection.all(entriesSql, [after, upTo]))
      for (const row of rows ?? []) yield entryOf(row)
    }
  }

  async *hashes({
    after: first = 0,
    upTo: last = Number.MAX_SAFE_INTEGER,
  }: EntryRange): AsyncGenerator<readonly string[]> {
    for (let after = first; after < last; after += hashPageLength) {
      const upTo = Math.min(after + hashPageLength, last)
      const rows = (await this.readers.ask((connection) => connection.all(hashesSql, [after, upTo]))) ?? []
      if (rows.length === 0) return
      yield rows.map(([hash]) => hash as string)
    }
  }

  async grow(from: TreeState, upTo: number): Promise<Growth> {
    return (await this.writing.growAside(from, upTo)) ?? this.growHere(from, upTo)
  }

  private async growHere(from: TreeState, upTo: number): Promise<Growth> {
    const tree = EntryTree.resume(from)
    if (tree === undefined)
      throw new RangeError(`There is no tree of ${from.size} entries with this frontier`)
    const page = () => this.readers.ask((connection) => growByPage(tree, upTo, connection))
    while ((await page()) === true) await nextTurn()
    return tree.growth
  }

  async subtrees(): Promise<readonly Subtree[]> {
    return (await this.readers.ask(readSubtrees)) ?? []
  }

  async entriesOf(kind: RareKind, sessionId?: string): Promise<readonly StoredEntry[]> {
    const rows = await this.readers.ask((connection) =>
      connection.all(entriesOfSql, [kind, sessionId ?? null]),
    )
    return (rows ?? []).map((row) => entryOf(row))
  }

  async *calls(query: CallQuery): AsyncGenerator<StoredCall> {
    const search = new CallSearch(query)
    const next = () => this.readers.ask((connection) => search.next(connection))
    for (let calls = await next(); calls !== undefined; calls = await next()) {
      yield* calls
      await nextTurn()
    }
  }

  call(logId: string): Promise<StoredCall | undefined> {
    return this.readers.ask((connection) => readCall(connection, logId))
  }

  async *approvals(query: StoredApprovalQuery): AsyncGenerator<StoredApproval> {
    const search = new ApprovalSearch(query)
    const next = () => this.readers.ask((connection) => search.next(connection))
    for (let page = await next(); page !== undefined && page.length > 0; page = await next()) yield* page
  }

  approval(id: string): Promise<StoredApproval | undefined> {
    return this.readers.ask((connection) => readApprovals(connection, 'id = ?', [id])[0])
  }

  async *approvalSteps(): AsyncGenerator<ApprovalStepPlace> {
    const next = (after: number) => this.readers.ask((connection) => readStepPlaces(connection, after))
    for (let page = await next(0); page !== undefined && page.length > 0; ) {
      yield* page
      page = await next(page.at(-1)?.seq ?? 0)
    }
  }

  async pendingApprovals(nowMs: number): Promise<number> {
    return (await this.readers.ask((connection) => countPending(connection, nowMs))) ?? 0
  }

  async decisionCounts(): Promise<Readonly<Record<string, number>>> {
    return (await this.readers.ask(readDecisionCounts)) ?? {}
  }

  session(id: string): Promise<Session | undefined> {
    return this.readers.ask((connection) => {
      const row = connection.get(`SELECT ${sessionColumns.join(', ')} FROM sessions WHERE id = ?`, [id])
      return row && sessionOf(row)
    })
  }

  async sessions(query: SessionQuery): Promise<SessionPage> {
    const page = await this.readers.ask((connection) => readSessionPage(connection, query))
    return page ?? {sessions: [], total: 0}
  }

  async *differingViews(lookOn: LookOn = async () => {}): AsyncGenerator<ViewDifference> {
    const {differingViews} = await import('./views/differing-views.js')
    const moment = await this.readers.openMoment()
    if (moment === undefined) return
    try {
      yield* differingViews(moment.connection, lookOn)
    } finally {
      moment.end()
    }
  }

  policy(hash: string): Promise<StoredPolicy | undefined> {
    return this.readers.ask((connection) => {
      const row = connection.get(`SELECT ${policyColumns} FROM policies WHERE hash = ?`, [hash])
      return row && policyOf(row)
    })
  }

  /** One at a time: each may be a megabyte. */
  async *policies(): AsyncGenerator<StoredPolicy> {
    const sql = `SELECT ${policyColumns} FROM policies WHERE hash > ? ORDER BY hash LIMIT 1`
    const after = (hash: string) => this.readers.ask((connection) => connection.get(sql, [hash]))
    for (let row = await after(''); row !== undefined; row = await after(row[0] as string))
      yield policyOf(row)
  }

  async *checkpoints(from = 0): AsyncGenerator<StoredCheckpoint> {
    const sql = `SELECT ${checkpointColumns} FROM checkpoints WHERE size > ? ORDER BY size LIMIT ${pageLength}`
    for (let size = from - 1, found = 1; found > 0; ) {
      const rows = (await this.readers.ask((connection) => connection.all(sql, [size]))) ?? []
      yield* rows.map(checkpointOf)
      found = rows.length
      size = (rows.at(-1)?.[0] as number | undefined) ?? size
    }
  }

  lastCheckpoint(): Promise<StoredCheckpoint | undefined> {
    return this.readers.ask((connection) => {
      const row = connection.get(`SELECT ${checkpointColumns} FROM checkpoints ORDER BY size DESC LIMIT 1`)
      return row && checkpointOf(row)
    })
  }

  scrub(): Promise<boolean> {
    return this.writing.scrub()
  }

  watch(onChange: () => void): () => void {
    return this.watching.add(onChange)
  }

  async close(): Promise<void> {
    this.watching.close()
    // The last to close clears away the log; only one that writes may.
    this.readers.close()
    await this.writing.close()
  }
}
