import {errorFromJson} from '../../api/error.js'
import type {Operation} from '../../api/operation.js'
import {read} from '../../api/reading.js'
import {readLines} from './read-lines.js'
import {answerCut, isNoText, notTame} from './trouble.js'

type Schema = NonNullable<Operation['answer']>

/** The value that an answer says, read by its schema: what is malformed decides nothing. */
export function readAnswer(text: string, schema: Schema, server: string): unknown {
  return readValue(readJson(text, server), schema, server)
}

export function readValue(value: unknown, schema: Schema, server: string): unknown {
  const reading = read(schema, value, 'body')
  if ('value' in reading) return reading.value
  const where = reading.faults[0]?.loc.slice(1).join('.') ?? ''
  throw notTame(server, `${where === '' ? 'its answer' : `"${where}" of its answer`} is not as it should be`)
}

/** The items of an answer in lines, as they come; then what its end tells. Throws when the end is missing. */
export async function* readItems(
  chunks: AsyncIterable<Uint8Array>,
  item: Schema,
  server: string,
): AsyncGenerator<unknown, unknown> {
  let count = 0
  for await (const text of textLines(chunks, server)) {
    // By an empty one the server says that it is still there.
    if (text === '') continue
    const line = lineOf(text, server)
    if ('end' in line) return resultOf(line.end, count, server)
    if ('error' in line) throw errorFromJson(line) ?? notTame(server, 'it tells of an error, but not which')
    yield readValue(line.item, item, server)
    count++
  }
  throw answerCut(server)
}

interface LineJson {
  readonly item?: unknown
  readonly end?: unknown
  readonly error?: unknown
}

function lineOf(text: string, server: string): LineJson {
  const line = readJson(text, server)
  const [key = '', ...others] = typeof line === 'object' && line !== null ? Object.keys(line) : []
  if (['item', 'end', 'error'].includes(key) && others.length === 0) return line as LineJson
  throw notTame(server, 'a line of its answer is neither an item nor the end')
}

function resultOf(end: unknown, count: number, server: string): unknown {
  const {count: told, result} = (end ?? {}) as {count?: unknown; result?: unknown}
  if (told === count) return result
  throw notTame(server, `it counts ${String(told)} items, and sent ${count}`)
}

/** The lines of an answer. A connection that breaks is told as what it means for the answer. */
export async function* textLines(chunks: AsyncIterable<Uint8Array>, server: string): AsyncGenerator<string> {
  try {
    yield* readLines(chunks)
  } catch (error) {
    throw isNoText(error) ? notTame(server, 'it sends no UTF-8', error) : answerCut(server, error)
  }
}

export function readJson(text: string, server: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw notTame(server, 'it sends no JSON', error)
  }
}
