/** Anybody may ask a server how it is, and each look keeps those who write waiting for a moment. */
const lookEveryMs = 5000

/** What would keep a decision from being recorded: found out before there is one, and not at everybody's every question. */
export class Recordability {
  private looked: {readonly atMs: number; readonly problem: Promise<unknown>} | undefined

  constructor(
    private readonly check: () => Promise<void>,
    private readonly now: () => number,
  ) {}

  /** Nothing when all is well. Rejects never. */
  problem(): Promise<unknown> {
    const atMs = this.now()
    if (this.looked === undefined || Math.abs(atMs - this.looked.atMs) >= lookEveryMs)
      this.looked = {atMs, problem: this.look()}
    return this.looked.problem
  }

  private look(): Promise<unknown> {
    return this.check().then(
      () => undefined,
      (problem: unknown) => problem,
    )
  }
}
