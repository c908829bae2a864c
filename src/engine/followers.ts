import type {Store} from '../store/store.js'

/** Wakes whoever follows the ledger, when something was appended by this process or by another. */
export class Followers {
  private readonly waiting = new Set<() => void>()
  private following = 0
  private endWatch: (() => void) | undefined
  private changes = 0
  private isClosed = false

  constructor(private readonly store: Pick<Store, 'watch'>) {}

  /** Something was appended. */
  wake(): void {
    this.changes++
    for (const resume of this.waiting) resume()
  }

  /** How many changes there were: what is read after asking holds all of them. */
  get seen(): number {
    return this.changes
  }

  join(): void {
    if (this.following++ === 0) this.endWatch = this.store.watch(() => this.wake())
  }

  leave(): void {
    if (--this.following > 0) return
    this.endWatch?.()
    this.endWatch = undefined
  }

  /** Resolves at the next change after those seen: true; or false when there is to be none any more. */
  changeAfter(seen: number, signal: AbortSignal | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (): void => {
        this.waiting.delete(settle)
        signal?.removeEventListener('abort', settle)
        resolve(!this.isOver(signal))
      }
      this.waiting.add(settle)
      signal?.addEventListener('abort', settle)
      if (this.changes !== seen || this.isOver(signal)) settle()
    })
  }

  isOver(signal: AbortSignal | undefined): boolean {
    return this.isClosed || signal?.aborted === true
  }

  close(): void {
    this.isClosed = true
    this.wake()
  }
}
