const esc = '\u001b['
/** A terminal that knows these shows all of what lies between at once. */
const [atOnce, shown] = [`${esc}?2026h`, `${esc}?2026l`]

type Output = Pick<NodeJS.WriteStream, 'write' | 'once'>

/** Draws frames on a page of their own: of each only the lines that changed, and none that a newer one has overtaken. */
export class FrameWriter {
  /** A page of its own, no cursor, no lines that run over into the next, and pasted text that is marked as such. */
  readonly begin = `${esc}?1049h${esc}?25l${esc}?7l${esc}?2004h${esc}2J`
  private lines: readonly string[] = []
  private waiting: string | undefined
  private isFull = false

  constructor(private readonly output: Output) {}

  draw(frame: string): void {
    // A slow terminal gets the newest when it is ready, not all that it missed.
    if (this.isFull) this.waiting = frame
    else this.write(frame.split('\n'))
  }

  end(): string {
    return `${esc}?2004l${esc}?7h${esc}?25h${esc}?1049l`
  }

  /** Whatever the terminal showed is gone. */
  forget(): void {
    this.lines = []
  }

  private write(lines: readonly string[]): void {
    const text = changesText(this.lines, lines)
    this.lines = lines
    if (text === '' || this.output.write(`${atOnce}${text}${shown}`)) return
    this.isFull = true
    this.output.once('drain', () => this.drained())
  }

  private drained(): void {
    this.isFull = false
    const frame = this.waiting
    this.waiting = undefined
    if (frame !== undefined) this.draw(frame)
  }
}

/** What turns the lines of one frame into those of the next. Each stands on its own: none could push another. */
function changesText(before: readonly string[], after: readonly string[]): string {
  const whole = before.length === 0 ? `${esc}2J` : ''
  const changed = after.map((line, at) =>
    // Cleared before: after a line as wide as the terminal that would take its last character away.
    line === before[at] ? '' : `${esc}${at + 1};1H${esc}K${line}${esc}0m`,
  )
  const below = after.length < before.length ? `${esc}${after.length + 1};1H${esc}J` : ''
  return `${after.length === 0 ? '' : whole}${changed.join('')}${below}`
}
