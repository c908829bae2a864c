import type {ServerResponse} from 'node:http'
import {ledgerEventJson} from '../../api/ledger-event.js'
import {TameError} from '../../errors.js'
import type {EventQuery, LedgerEvent} from '../../model/ledger-event.js'
import type {Caller} from '../caller.js'
import {errorFor} from '../placeless.js'
import type {Follower} from './followers.js'
import {perEvent} from './per-event.js'

/** More than this is not kept for one who does not read. */
export const mostUnreadBytes = 1024 * 1024

const beatEveryMs = 15_000

/** How long one who catches up may take to read what it was handed. */
const patienceMs = 30_000

/** A follower by server-sent events. Their ids are the cursor: a client that comes back names the last one it has. */
export class EventStream implements Follower {
  private readonly beat: NodeJS.Timeout

  constructor(
    private readonly response: ServerResponse,
    readonly query: EventQuery,
    readonly caller: Caller,
    private readonly gone: () => void,
  ) {
    // Something must be written now and then, or nobody learns that the other side is not there any more.
    this.beat = setInterval(() => this.write(': still here\n\n'), beatEveryMs).unref()
    response.on('close', () => {
      clearInterval(this.beat)
      this.gone()
    })
  }

  /** Tells from where it is followed, so that one who loses touch before the first event misses nothing. */
  open(after: number): void {
    this.response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    this.write(`id: ${after}\nevent: open\ndata: {"after":${after}}\n\n`)
  }

  offer(event: LedgerEvent): boolean {
    return this.write(bytesOf(event))
  }

  async drained(): Promise<void> {
    if (!this.response.writableNeedDrain) return
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer)
        this.response.off('drain', done)
        this.response.off('close', done)
        resolve()
      }
      const timer = setTimeout(() => this.response.destroy(), patienceMs).unref()
      this.response.on('drain', done)
      this.response.on('close', done)
    })
  }

  get unreadBytes(): number {
    return this.response.writableLength
  }

  drop(): void {
    this.response.destroy()
  }

  end(error?: unknown): void {
    const shown = errorFor(this.caller, error)
    if (shown instanceof TameError) this.write(`event: error\ndata: ${JSON.stringify(shown.toJSON())}\n\n`)
    this.response.end()
  }

  /** What one who does not read is not sent waits in the ledger. */
  private write(text: string | Buffer): boolean {
    if (this.response.writableLength > mostUnreadBytes) this.response.destroy()
    if (this.response.destroyed) return false
    this.response.write(text)
    return true
  }
}

const bytesOf = perEvent((event) =>
  Buffer.from(`id: ${event.seq}\nevent: ${event.kind}\ndata: ${JSON.stringify(ledgerEventJson(event))}\n\n`),
)
