import type {Audit} from '../model/tame.js'

/** Soon, since what was there before may not be signed; not at once, since a short run signs when it ends anyway. */
const firstAfterMs = 1000
const everyMs = 60_000

/** Calls back after a time, which may pass unnoticed if the process ends before; gives what prevents it. */
export type Schedule = (afterMs: number, work: () => void) => () => void

/** Signs what is recorded: soon after the first entry, each minute in which something was added, and at the end. */
export class Checkpointer {
  /** What kept the last one from being signed. */
  problem: unknown
  private cancel: (() => void) | undefined
  private nextAfterMs = firstAfterMs
  private signing: Promise<void> = Promise.resolve()

  constructor(
    private readonly audit: Pick<Audit, 'checkpoint'>,
    private readonly schedule: Schedule,
  ) {}

  /** Something was recorded. */
  note(): void {
    if (this.cancel !== undefined) return
    this.cancel = this.schedule(this.nextAfterMs, () => {
      this.cancel = undefined
      this.nextAfterMs = everyMs
      this.signing = this.sign()
    })
  }

  /** Signs what is not signed yet. Rejects when that can't be: nobody could be told later. */
  async finish(): Promise<void> {
    await this.signing
    const isPending = this.cancel !== undefined || this.problem !== undefined
    this.cancel?.()
    this.cancel = undefined
    if (isPending) await this.audit.checkpoint()
  }

  private async sign(): Promise<void> {
    try {
      await this.audit.checkpoint()
      this.problem = undefined
    } catch (error) {
      this.problem = error
    }
  }
}
