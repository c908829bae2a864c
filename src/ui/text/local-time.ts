import type {Canvas} from '../theme.js'

/** A time for whoever reads it: local with its offset on a terminal, and as it is recorded where it is data. */
export const timeText = (at: string | number, {width}: Canvas): string =>
  width === null ? new Date(at).toISOString() : localTime(new Date(at))

/** With less than this, a whole time would leave no room for what happened then. */
const narrow = 60

/** The same for the column of a table: `11-20 08:19:34` in a narrow terminal. */
export const cellTimeText = (at: string | number, canvas: Canvas): string =>
  canvas.width === null || canvas.width >= narrow ? timeText(at, canvas) : dayText(new Date(at))

const dayText = (at: Date): string => `${two(at.getMonth() + 1)}-${two(at.getDate())} ${clockText(at)}`

/** `2026-11-20 08:19:34+01:00`: the clock on the wall, and how far it is from UTC. */
function localTime(at: Date): string {
  const date = [at.getFullYear().toString().padStart(4, '0'), two(at.getMonth() + 1), two(at.getDate())]
  return `${date.join('-')} ${clockText(at)}${offsetText(-at.getTimezoneOffset())}`
}

/** `08:19:34`: the clock on the wall, for what happens now. */
export const clockText = (at: Date): string =>
  [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':')

function offsetText(minutes: number): string {
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(Math.floor(size % 60))}`
}

const two = (count: number): string => String(count).padStart(2, '0')
