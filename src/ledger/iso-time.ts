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
    beginning = textOfSecond(new Date(atMs))
    second = atMs - ms
  }
  return `${beginning}${ms < 10 ? '00' : ms < 100 ? '0' : ''}${ms}Z`
}

/** Not by `toISOString`: that looks for the machine's time zone, which it does not show, and a start would feel it. */
function textOfSecond(date: Date): string {
  const year = date.getUTCFullYear()
  if (!(year >= 0 && year <= 9999)) return date.toISOString().slice(0, -4)
  const day = `${String(year).padStart(4, '0')}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`
  return `${day}T${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}.`
}

const two = (number: number): string => (number < 10 ? `0${number}` : `${number}`)
