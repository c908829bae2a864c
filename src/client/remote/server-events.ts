/** A server-sent event, or only its id: the place to come back to. */
export interface ServerEvent {
  readonly id: string | null
  /** Nothing where only an id was sent. */
  readonly data: string | null
}

/** What a stream of server-sent events says. One that breaks off before its empty line is none. */
export async function* serverEvents(lines: AsyncIterable<string>): AsyncGenerator<ServerEvent> {
  let id: string | null = null
  let data: string[] = []
  for await (const line of lines) {
    if (line === '') {
      if (id !== null || data.length > 0) yield {id, data: data.length === 0 ? null : data.join('\n')}
      id = null
      data = []
      continue
    }
    const [field, value] = fieldOf(line)
    if (field === 'data') data.push(value)
    if (field === 'id') id = value
  }
}

/** A line that begins with a colon is a comment, which has an empty name here. */
function fieldOf(line: string): [field: string, value: string] {
  const colon = line.indexOf(':')
  if (colon === -1) return [line, '']
  const value = line.slice(colon + 1)
  return [line.slice(0, colon), value.startsWith(' ') ? value.slice(1) : value]
}
