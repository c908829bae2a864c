let second = Number.NaN
let beginning = ''
let last = Number.NaN
let lastText = ''

/** ISO 8601 in UTC with milliseconds. Most of what is asked for lies in the second of the last question, or is the same again. */
export function isoTime(atMs: number): string {
  if (atMs !== last) {
    lastText = textOf(atMs)
    last = atMs
  }
  return lastText
}

function textOf(atMs: number): string {
  const ms = ((atMs % 1000) + 1000) % 1000
  if (atMs - ms !== second) {
    const text = new Date(atMs).toISOString()
    second = atMs - ms
    beginning = text.slice(0, -4)
  }
  return `${beginning}${ms < 10 ? '00' : ms < 100 ? '0' : ''}${ms}Z`
}
