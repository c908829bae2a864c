/** A server-sent event. */
export interface ServerEvent {
  /** What kind of event it is. */
  readonly name: string
  readonly data: string
}

/** What a stream of server-sent events says. One that breaks off before its empty line is none. */
export async function* serverEvents(lines: AsyncIterable<string>): AsyncGenerator<ServerEvent> {
  let name = 'message'
  let data: string[] = []
  for await (const line of lines) {
    const [field, value] = fieldOf(line)
    if (field === 'event') name = value
    if (field === 'data') data.push(value)
    if (line !== '') continue
    if (data.length > 0) yield {name, data: data.join('\n')}
    name = 'message'
    data = []
  }
}

/** A line that begins with a colon is a comment, which has an empty name here. */
function fieldOf(line: string): [field: string, value: string] {
  const colon = line.indexOf(':')
  if (colon === -1) return [line, '']
  const value = line.slice(colon + 1)
  return [line.slice(0, colon), value.startsWith(' ') ? value.slice(1) : value]
}
