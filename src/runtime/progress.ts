interface Output {
  isTTY?: boolean
  write(text: string): unknown
}

/** Before this, nobody has begun to wonder. */
const silentMs = 500

/** Where nothing can be taken back, a line now and then is enough. */
const lineEveryMs = 5000

/** Says how far something is that takes long: on a terminal in one line, which is gone in the end. */
export class Progress {
  private readonly startMs: number
  private lastLineMs: number
  private isShown = false

  constructor(
    private readonly output: Output,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.startMs = now()
    this.lastLineMs = this.startMs
  }

  /** Does what takes long; the line is gone when that is over, well or not. */
  async during<Result>(work: (say: (text: string) => void) => Promise<Result>): Promise<Result> {
    try {
      return await work((text) => this.say(text))
    } finally {
      this.end()
    }
  }

  private say(text: string): void {
    const now = this.now()
    if (now - this.startMs < silentMs) return
    if (this.output.isTTY === true) this.show(text)
    else if (now - this.lastLineMs >= lineEveryMs) {
      this.lastLineMs = now
      this.output.write(`${text}\n`)
    }
  }

  private end(): void {
    if (this.isShown) this.output.write('\r\u001B[K')
  }

  private show(text: string): void {
    this.isShown = true
    this.output.write(`\r${text}\u001B[K`)
  }
}
