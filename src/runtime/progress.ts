interface Output {
  isTTY?: boolean
  write(text: string): unknown
}

/** Before this, nobody has begun to wonder. */
const silentMs = 500

/** Where nothing can be taken back, a line now and then is enough. */
const lineEveryMs = 5000

const askedEveryMs = 200

/** Says how far something is that takes long: on a terminal in one line, which is gone in the end. */
export class Progress {
  private readonly startMs: number
  private lastLineMs: number
  private isShown = false

  constructor(
    private readonly output: Output,
    private readonly now: () => number = () => performance.now(),
    private readonly env: Readonly<Record<string, string | undefined>> = process.env,
  ) {
    this.startMs = now()
    this.lastLineMs = this.startMs
  }

  /** Does what takes long; the line is gone when that is over, well or not. */
  async during<Result>(work: (say: (text: string) => void) => Promise<Result>): Promise<Result> {
    try {
      return await work((text) => this.say(text))
    } finally {
      this.clear()
    }
  }

  /** The same of what does not know itself how far it is: it is asked now and then. Nothing clears the line. */
  async watching<Result>(said: () => string | undefined, work: () => Promise<Result>): Promise<Result> {
    return this.during(async (say) => {
      const ticks = setInterval(() => {
        const text = said()
        if (text === undefined) this.clear()
        else say(text)
      }, askedEveryMs)
      try {
        return await work()
      } finally {
        clearInterval(ticks)
      }
    })
  }

  private say(text: string): void {
    const now = this.now()
    if (now - this.startMs < silentMs) return
    // A dumb terminal can't take a line back.
    if (this.output.isTTY === true && this.env['TERM'] !== 'dumb') this.show(text)
    else if (now - this.lastLineMs >= lineEveryMs) {
      this.lastLineMs = now
      this.output.write(`${text}\n`)
    }
  }

  /** Takes the line away. */
  clear(): void {
    if (this.isShown) this.output.write('\r\u001B[K')
    this.isShown = false
  }

  private show(text: string): void {
    this.isShown = true
    this.output.write(`\r${text}\u001B[K`)
  }
}
