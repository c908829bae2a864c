/** So many are held for a slow reader; the source waits with the others. */
const mostHeld = 500

/** What comes after a silence at once, and what follows it closely together. The source is read on meanwhile. */
export async function* inBatches<Item>(
  source: AsyncIterable<Item>,
  pause: () => Promise<void>,
): AsyncGenerator<readonly Item[]> {
  const held = new Held<Item>()
  // What it throws is told when all that came before it has been read.
  const pumped = held.fill(source)
  while (await held.hasSome()) {
    yield held.take()
    await pause()
  }
  await pumped
}

class Held<Item> {
  private items: Item[] = []
  private isOver = false
  private changed: (() => void)[] = []

  async fill(source: AsyncIterable<Item>): Promise<void> {
    try {
      for await (const item of source) {
        this.items.push(item)
        this.tell()
        while (this.items.length >= mostHeld) await this.change()
      }
    } finally {
      this.isOver = true
      this.tell()
    }
  }

  async hasSome(): Promise<boolean> {
    while (this.items.length === 0 && !this.isOver) await this.change()
    return this.items.length > 0
  }

  take(): readonly Item[] {
    const {items} = this
    this.items = []
    this.tell()
    return items
  }

  private change(): Promise<void> {
    return new Promise((resolve) => this.changed.push(resolve))
  }

  private tell(): void {
    const {changed} = this
    this.changed = []
    for (const resolve of changed) resolve()
  }
}
