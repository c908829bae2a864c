import type {Growth, TreeState} from '../../ledger/merkle/entry-tree.js'
import type {LedgerWriter} from '../store.js'
import type {Connection} from './connection.js'
import {LedgerLock} from './ledger-lock.js'
import {emptyLog} from './litter.js'
import {LogMover} from './log-mover.js'
import {type Opening, openWriter} from './open-connection.js'
import type {OpenedFile} from './opened-file.js'
import {Turns} from './turns.js'

/** In pages: what SQLite lets a log grow to, and what it may grow to where a thread moves it meanwhile: 128 MiB. */
const usualLog = 1000
const longestLog = 16_000

/** Fewer entries are taken into a tree sooner than another thread has been asked to. */
const worthTheWay = 1000

/** The one connection that writes, opened by the first who does. */
export class Writing {
  private readonly turns = new Turns()
  private connection: Connection | undefined
  private lock: LedgerLock | undefined
  private mover: LogMover | undefined
  private isClosed = false

  constructor(
    private readonly opening: Opening,
    private readonly file: OpenedFile,
    private readonly onAppended: (seq: number) => void,
  ) {}

  /** How long readers that are in the way of a clearing are waited for. */
  private get clearingMs(): number {
    return Math.min(this.opening.patienceMs, 2000)
  }

  write<Result>(work: (writer: LedgerWriter) => Promise<Result>, isLasting: boolean): Promise<Result> {
    return this.turns.take(async () => {
      const lock = this.opened() ?? (await this.open())
      const transact = () => lock.transact(work)
      const {result, writer} = await (isLasting ? this.lastingly(transact) : transact())
      this.mover?.note(writer.appended)
      if (lock.litter.isLeft) await lock.litter.clear(writer.hasErased ? this.clearingMs : 0)
      this.onAppended(writer.last.seq)
      return result
    })
  }

  /** Grows a tree where nobody waits for it; nothing where there is no thread for that, or it is not worth the way there. */
  async growAside(from: TreeState, upTo: number): Promise<Growth | undefined> {
    return upTo - from.size < worthTheWay ? undefined : this.mover?.grow(from, upTo)
  }

  /** A commit that is synced takes with it what was committed before and only lies in memory. */
  private async lastingly<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.opening.durability === 'full') return work()
    this.connection?.exec('PRAGMA synchronous = full')
    try {
      return await work()
    } finally {
      this.connection?.exec(`PRAGMA synchronous = ${this.opening.durability}`)
    }
  }

  /** Nothing when nobody has written yet. */
  private opened(): LedgerLock | undefined {
    if (this.isClosed) throw new Error('The store is closed')
    this.file.checkNowAndThen()
    return this.lock
  }

  private async open(): Promise<LedgerLock> {
    this.connection = await openWriter(this.opening)
    this.file.check()
    this.lock = new LedgerLock(this.connection, this.opening.patienceMs)
    this.moveAside(this.connection)
    return this.lock
  }

  private moveAside(connection: Connection): void {
    const moveHere = (pages: number): void => connection.exec(`PRAGMA wal_autocheckpoint = ${pages}`)
    this.mover = this.startMover(() => {
      this.mover = undefined
      if (!this.isClosed) moveHere(usualLog)
    })
    // Not never: while somebody always writes, nobody else gets to begin the log anew.
    if (this.mover !== undefined) moveHere(longestLog)
  }

  /** Nothing where there is none to be had: then who writes moves the log, and no call is refused for that. */
  private startMover(onEnd: () => void): LogMover | undefined {
    const {logThread} = this.opening
    try {
      return logThread === undefined ? undefined : new LogMover(logThread, this.opening, onEnd)
    } catch {
      return undefined
    }
  }

  /** Asks on the connection that writes, at once; nothing where that can't be. */
  askAtOnce<Result>(question: (connection: Connection) => Result): {result: Result} | undefined {
    return this.lock?.askAtOnce(question)
  }

  scrub(): Promise<boolean> {
    return this.turns.take(async () => {
      const {litter} = this.opened() ?? (await this.open())
      return litter.clear(this.clearingMs)
    })
  }

  close(): Promise<void> {
    return this.turns.take(async () => {
      this.isClosed = true
      await this.mover?.close()
      if (this.lock?.litter.isLeft) await this.lock.litter.clear(0)
      if (this.connection !== undefined) emptyLog(this.connection)
      this.connection?.close()
      this.connection = undefined
      this.lock = undefined
    })
  }
}
