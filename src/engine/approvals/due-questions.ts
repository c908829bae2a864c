import type {Schedule} from '../checkpointer.js'

/** No timer is longer than this: those of Node end at once beyond 24 days. */
const longestMs = 86_400_000

/** Wakes up when the next question is due, as far as this process has heard of it. */
export class DueQuestions {
  private next: {readonly atMs: number; readonly cancel: () => void} | undefined
  private isClosed = false

  /** `expire` tells when the next one is due after that. */
  constructor(
    private readonly schedule: Schedule,
    private readonly now: () => number,
    private readonly expire: () => Promise<number | undefined>,
  ) {}

  /** A question is due then. */
  note(atMs: number): void {
    if (this.isClosed || (this.next !== undefined && this.next.atMs <= atMs)) return
    this.next?.cancel()
    const afterMs = Math.min(Math.max(0, atMs - this.now()), longestMs)
    this.next = {atMs, cancel: this.schedule(afterMs, () => void this.wake())}
  }

  private async wake(): Promise<void> {
    this.next = undefined
    // By the clock they are decided in any case; who can't write it now leaves it to the next one.
    const atMs = await this.expire().catch(() => undefined)
    if (atMs !== undefined) this.note(atMs)
  }

  close(): void {
    this.isClosed = true
    this.next?.cancel()
    this.next = undefined
  }
}
