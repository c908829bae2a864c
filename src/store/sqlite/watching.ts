/** How long another process's entries may go unseen; the promise is a hundred milliseconds. */
const pollMs = 40

/** Tells those who watch when there are new entries, by looking for them while anybody does. */
export class Watching {
  private readonly watchers = new Set<() => void>()
  private timer: NodeJS.Timeout | undefined
  private isLooking = false
  private seen: number | undefined

  constructor(private readonly lastSeq: () => Promise<number>) {}

  add(onChange: () => void): () => void {
    // A set holds a function once, and one may be given twice.
    const watcher = () => onChange()
    this.watchers.add(watcher)
    if (this.watchers.size === 1) this.begin()
    return () => {
      this.watchers.delete(watcher)
      if (this.watchers.size === 0) this.end()
    }
  }

  private begin(): void {
    this.seen = undefined
    this.timer = setInterval(() => void this.look(), pollMs).unref()
    void this.look()
  }

  private end(): void {
    clearInterval(this.timer)
    this.timer = undefined
  }

  /** What this process appended itself need not be waited for. */
  notice(seq: number): void {
    if (seq === this.seen || this.timer === undefined) return
    // What was there when the watch began is not new, but what that was may not be known yet: rather once too often.
    this.seen = seq
    for (const watcher of [...this.watchers]) watcher()
  }

  private async look(): Promise<void> {
    if (this.isLooking) return
    this.isLooking = true
    try {
      this.compare(await this.lastSeq())
    } catch {
      // Whoever reads is told what is wrong. What is there once it can be looked at again may be new: rather once too often.
      this.seen ??= -1
    } finally {
      this.isLooking = false
    }
  }

  private compare(seq: number): void {
    if (this.seen === undefined) this.seen = seq
    else if (seq > this.seen) this.notice(seq)
  }

  close(): void {
    this.watchers.clear()
    this.end()
  }
}
