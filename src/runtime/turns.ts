import {setImmediate} from 'node:timers/promises'

const turnMs = 50

/** The same items; but whoever else waits for the process (a signal, a timer) gets a turn now and then. */
export async function* withTurns<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item> {
  let turn = performance.now()
  for await (const item of items) {
    yield item
    if (performance.now() - turn < turnMs) continue
    await setImmediate()
    turn = performance.now()
  }
}
