import type {Line} from '../api/line.js'
import {TameError} from '../errors.js'
import type {Answer} from './answer.js'

/** Lines of items, closed by how many there were and what else there is to tell; or by the error that came between. */
export function lines<Item>(
  items: AsyncIterable<Item>,
  itemJson: (item: Item) => unknown,
  result?: () => unknown,
): Answer {
  return {kind: 'stream', type: 'application/jsonl', chunks: lineTexts(items, itemJson, result)}
}

async function* lineTexts<Item>(
  items: AsyncIterable<Item>,
  itemJson: (item: Item) => unknown,
  result: (() => unknown) | undefined,
): AsyncGenerator<string, unknown> {
  let count = 0
  try {
    for await (const item of items) {
      count++
      yield lineText({item: itemJson(item)})
    }
    yield lineText({end: {count, ...(result && {result: result()})}})
    return undefined
  } catch (error) {
    // The status was sent long ago: the last line says it.
    if (!(error instanceof TameError)) throw error
    yield lineText({error: error.toJSON().error})
    return error
  }
}

const lineText = (line: Line): string => `${JSON.stringify(line)}\n`
