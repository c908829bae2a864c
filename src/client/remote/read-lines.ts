const longestLine = 64 * 1024 * 1024

/** The lines of an answer as they come; what follows the last line break is a line too. Throws on what is no UTF-8. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', {fatal: true})
  // In pieces, since a long line put together at every chunk would take time by the square of its length.
  let pieces: string[] = []
  let length = 0
  for await (const chunk of chunks) {
    const [first = '', ...others] = decoder.decode(chunk, {stream: true}).split('\n')
    for (const next of [first, ...others].entries()) {
      const [index, text] = next
      if (index > 0) {
        yield withoutReturn(pieces.join(''))
        pieces = []
        length = 0
      }
      pieces.push(text)
      length += text.length
      if (length > longestLine) throw new RangeError(`A line is longer than ${longestLine} characters`)
    }
  }
  const last = pieces.join('') + decoder.decode()
  if (last !== '') yield withoutReturn(last)
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line)
