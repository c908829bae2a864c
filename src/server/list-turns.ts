/**
 * Lets each caller look for one thing at a time, however many lists it asks for at once: to find the next call of a key may take
 * a look at all that was ever recorded, and between two looks at a part of it everything else has its turn.
 */
export class ListTurns {
  private readonly last = new Map<string | null, Promise<unknown>>()

  async *of<Item>(caller: string | null, items: AsyncIterable<Item>): AsyncGenerator<Item> {
    const iterator = items[Symbol.asyncIterator]()
    try {
      for (let next = await this.take(caller, iterator); next.done !== true; ) {
        yield next.value
        next = await this.take(caller, iterator)
      }
    } finally {
      await iterator.return?.()
    }
  }

  private take<Item>(caller: string | null, iterator: AsyncIterator<Item>): Promise<IteratorResult<Item>> {
    const turn = (this.last.get(caller) ?? Promise.resolve()).then(() => iterator.next())
    this.last.set(
      caller,
      turn.catch(() => undefined),
    )
    return turn
  }
}
