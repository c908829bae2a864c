/** What was found out a moment ago, for those who ask without end. */
export class Remembered<Value> {
  private latest: {readonly value: Promise<Value>; readonly atMs: number} | undefined

  constructor(
    private readonly ask: () => Promise<Value>,
    private readonly forMs: number,
    private readonly now: () => number,
  ) {}

  value(): Promise<Value> {
    const nowMs = this.now()
    // Also where the clock was put back: it would be remembered for as long as that took.
    if (this.latest === undefined || Math.abs(nowMs - this.latest.atMs) >= this.forMs)
      this.latest = {value: this.ask(), atMs: nowMs}
    return this.latest.value
  }
}
