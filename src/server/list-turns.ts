import {Refusal} from './refusal.js'

/** Each keeps its request until its turn comes. */
const mostLists = 64

interface Queue {
  lists: number
  last: Promise<unknown>
}

/**
 * Lets each caller look for one thing at a time, however many lists it asks for at once: to find the next call of a key may take
 * a look at all that was ever recorded, and between two looks at a part of it everything else has its turn.
 */
export class ListTurns {
  private readonly queues = new Map<string | null, Queue>()

  /** For one who `isGone` when its turn comes, nothing is looked for. */
  of<Item>(
    caller: string | null,
    items: AsyncIterable<Item>,
    isGone: () => boolean,
  ): AsyncGenerator<Item, void> {
    const queue = this.queues.get(caller) ?? {lists: 0, last: Promise.resolve()}
    if (queue.lists >= mostLists) throw tooMany()
    queue.lists++
    this.queues.set(caller, queue)
    const left = (): void => {
      if (--queue.lists === 0) this.queues.delete(caller)
    }
    return inTurns(queue, {iterator: items[Symbol.asyncIterator](), isGone}, left)
  }
}

interface List<Item> {
  readonly iterator: AsyncIterator<Item>
  isGone(): boolean
}

async function* inTurns<Item>(queue: Queue, list: List<Item>, left: () => void): AsyncGenerator<Item, void> {
  try {
    for (let next = await take(queue, list); next.done !== true; next = await take(queue, list))
      yield next.value
  } finally {
    left()
    await list.iterator.return?.()
  }
}

function take<Item>(queue: Queue, {iterator, isGone}: List<Item>): Promise<IteratorResult<Item>> {
  const turn = queue.last.then(() => (isGone() ? over : iterator.next()))
  queue.last = turn.catch(() => undefined)
  return turn
}

const over = {done: true, value: undefined} as const

const tooMany = (): Refusal =>
  new Refusal(429, 'TOO_MANY_LISTS', `With this key ${mostLists} lists of calls are on their way already`, {
    headers: {'retry-after': '1'},
  })
