/** Counts what goes by. */
export class ItemCount {
  items = 0

  async *of<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item> {
    for await (const item of items) {
      this.items++
      yield item
    }
  }
}
