/** Held back for so long at most, so that a line that comes alone is not kept waiting. */
const heldMs = 50
const heldLength = 64 * 1024

/**
 * Writes many lines in few writes: one for each would take longer than the lines themselves. Waits for a slow reader, so that
 * nothing piles up.
 */
export class LineWriter {
  private held = ''
  private timer: NodeJS.Timeout | undefined

  constructor(private readonly output: Pick<NodeJS.WriteStream, 'write'>) {}

  /** Lines, each with its end. */
  async write(lines: string): Promise<void> {
    this.held += lines
    if (this.held.length >= heldLength) return this.flush()
    this.timer ??= setTimeout(() => void this.flush(), heldMs)
  }

  flush(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    const lines = this.held
    this.held = ''
    // What can't be written is told by the stream itself, which ends the process.
    return new Promise((resolve) => void this.output.write(lines, () => resolve()))
  }
}
