/** Something that waits for its commit. */
export interface Waiting {
  /** About how much memory and disk it takes. */
  readonly bytes: number
}

const mostOfGroup = 512
const mostBytesOfGroup = 8 * 1_048_576

/**
 * Commits together what arrives together: in one turn of the event loop, or while a commit is under way. The disk is waited
 * for once a group, not once a call.
 */
export class GroupCommit<Job extends Waiting> {
  private waiting: Job[] = []
  private running: Promise<void> | undefined

  /** `commit` never rejects: it tells each job what came of it. */
  constructor(private readonly commit: (group: readonly Job[]) => Promise<void>) {}

  add(job: Job): void {
    this.waiting.push(job)
    this.running ??= this.drain()
  }

  /** Resolves when all that was added is settled. */
  async settled(): Promise<void> {
    while (this.running !== undefined) await this.running
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      await nextTurn()
      await this.commit(this.nextGroup())
    }
    this.running = undefined
  }

  private nextGroup(): readonly Job[] {
    const count = countWithin(this.waiting)
    if (count === this.waiting.length) {
      const all = this.waiting
      this.waiting = []
      return all
    }
    return this.waiting.splice(0, count)
  }
}

/** At least one, however large. */
function countWithin(jobs: readonly Waiting[]): number {
  let bytes = 0
  for (let at = 0; at < jobs.length; at++) {
    bytes += jobs[at]?.bytes ?? 0
    if (at > 0 && (at >= mostOfGroup || bytes > mostBytesOfGroup)) return at
  }
  return jobs.length
}

/** After what this turn of the event loop still brings. */
const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))
