import {ExitCode, TameError} from '../errors.js'
import {reasonOf} from './reasons.js'
import {mostBytes, tooLarge, utf8Text} from './utf8.js'

/** All that a stream brings, as text; it is left once it has brought too much. `name` says in an error which it is. */
export async function readStream(stream: AsyncIterable<Buffer>, name: string): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of chunksOf(stream, name)) {
    size += chunk.length
    if (size > mostBytes) throw tooLarge(`What ${name} brings`, 'INPUT')
    chunks.push(chunk)
  }
  return utf8Text(Buffer.concat(chunks), `What ${name} brings`, 'INPUT')
}

/** A line without its end; nothing in place of one that is too long. */
export type Line = Buffer | undefined

/** The lines of a stream, of which never more than one is held. One that is longer than `most` bytes, 1 MiB, is passed over. */
export async function* readLines(
  stream: AsyncIterable<Buffer>,
  name: string,
  most = mostBytes,
): AsyncGenerator<Line> {
  const line = new LineBuffer(most)
  for await (const chunk of chunksOf(stream, name)) {
    let start = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      line.add(chunk.subarray(start, end))
      yield line.take()
      start = end + 1
    }
    line.add(chunk.subarray(start))
  }
  if (!line.isEmpty) yield line.take()
}

class LineBuffer {
  private parts: Buffer[] = []
  private size = 0

  constructor(private readonly most: number) {}

  get isEmpty(): boolean {
    return this.size === 0
  }

  add(part: Buffer): void {
    this.size += part.length
    if (this.size > this.most) this.parts = []
    else if (part.length > 0) this.parts.push(part)
  }

  take(): Line {
    const line = this.size > this.most ? undefined : Buffer.concat(this.parts)
    this.parts = []
    this.size = 0
    return line
  }
}

/** A stream may turn out to be a directory, or a terminal that went away. */
async function* chunksOf(stream: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const chunks = stream[Symbol.asyncIterator]()
  try {
    for (let next = await nextOf(chunks, name); next.done !== true; next = await nextOf(chunks, name))
      yield next.value
  } finally {
    await chunks.return?.()
  }
}

async function nextOf(chunks: AsyncIterator<Buffer>, name: string): Promise<IteratorResult<Buffer>> {
  try {
    return await chunks.next()
  } catch (cause) {
    throw new TameError('INPUT_UNREADABLE', `Can't read ${name}: ${reasonOf(cause)}`, {
      cause,
      suggestions: ['Name a file, or send it through a pipe'],
      exitCode: ExitCode.misuse,
    })
  }
}
