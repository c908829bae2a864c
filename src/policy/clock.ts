/** What `datetime` is in a condition. */
export type Datetime = {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  /** Monday is 0. */
  readonly weekday: number
  readonly iso: string
}

/** The wall clock of a time zone: what it shows at an instant. */
export type Clock = (nowMs: number) => Datetime

const minuteMs = 60_000

export function createClock(timezone: string): Clock {
  const offsetAt = timezone === 'UTC' ? () => 0 : offsetsOf(timezone)
  return (nowMs) => datetimeAt(nowMs, offsetAt(nowMs))
}

/** A zone's name as this machine knows it, or nothing. An offset is no name: it would be wrong half of the year. */
export function isTimezone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en-US', {timeZone: name})
    return true
  } catch {
    return false
  }
}

/** Offsets change on a minute's edge, so one look in the calendar serves all decisions of a minute. */
function offsetsOf(timezone: string): (nowMs: number) => number {
  let format: Intl.DateTimeFormat | undefined
  let knownMinute = Number.NaN
  let known = 0
  return (nowMs) => {
    const minute = Math.floor(nowMs / minuteMs) * minuteMs
    if (minute !== knownMinute) {
      format ??= wallClockFormat(timezone)
      known = wallClockMs(format, minute) - minute
      knownMinute = minute
    }
    return known
  }
}

const wallClockFormat = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })

/** What the clock on the wall shows, as if it were UTC. */
function wallClockMs(format: Intl.DateTimeFormat, instantMs: number): number {
  const parts = new Map(format.formatToParts(instantMs).map(({type, value}) => [type, Number(value)]))
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? Number.NaN
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
}

function datetimeAt(nowMs: number, offsetMs: number): Datetime {
  const wall = new Date(nowMs + offsetMs)
  return {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
    weekday: (wall.getUTCDay() + 6) % 7,
    iso: `${wall.toISOString().slice(0, 19)}${offsetText(offsetMs)}`,
  }
}

function offsetText(offsetMs: number): string {
  const minutes = Math.floor(Math.abs(offsetMs) / minuteMs)
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'))
  return `${offsetMs < 0 ? '-' : '+'}${hours}:${rest}`
}
