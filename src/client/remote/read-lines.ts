const longestLine = 64 * 1024 * 1024

/** The lines of an answer as they come; what follows the last line break is a line too. Throws on what is no UTF-8. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', {fatal: true})
  const line = new PendingLine()
  for await (const chunk of chunks) {
    const [rest = '', ...begun] = decoder.decode(chunk, {stream: true}).split('\n')
    line.add(rest)
    for (const text of begun) {
      yield line.take()
      line.add(text)
    }
  }
  line.add(decoder.decode())
  const last = line.take()
  if (last !== '') yield last
}

/** A line whose end is still to come. In pieces: put together at every chunk, a long one would take time by its square. */
class PendingLine {
  private pieces: string[] = []
  private length = 0

  add(text: string): void {
    this.length += text.length
    if (this.length > longestLine) throw new RangeError(`A line is longer than ${longestLine} characters`)
    this.pieces.push(text)
  }

  take(): string {
    const text = this.pieces.join('')
    this.pieces = []
    this.length = 0
    return text.endsWith('\r') ? text.slice(0, -1) : text
  }
}
