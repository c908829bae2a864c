import {ExitCode, TameError} from '../errors.js'
import {durationMs} from '../model/duration.js'

/** Which end of a day is meant where a day is named. */
export type Edge = 'start' | 'end'

/**
 * The milliseconds of a time as it is typed: `15m` ago, `yesterday`, `2026-11-20`, `2026-11-20T08:00`, with an offset or without, when
 * the clock on the wall is meant. `flag` names it in the error.
 */
export function parseMoment(typed: string, flag: string, nowMs: number, edge: Edge): number {
  const text = typed.trim()
  const ago = durationMs(text)
  const moment = ago === undefined ? (dayOf(text, nowMs, edge) ?? instantOf(text)) : nowMs - ago
  if (moment !== undefined) return moment
  throw new TameError('USAGE', `${flag} ${JSON.stringify(typed)} is no time`, {
    suggestions: [`${flag} 2h`, `${flag} yesterday`, `${flag} 2026-11-20`, `${flag} 2026-11-20T08:00:00Z`],
    exitCode: ExitCode.misuse,
  })
}

function dayOf(text: string, nowMs: number, edge: Edge): number | undefined {
  const now = new Date(nowMs)
  const days = edge === 'end' ? 1 : 0
  const dayFrom = (daysAgo: number): number =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo + days).getTime()
  if (text === 'today') return dayFrom(0)
  if (text === 'yesterday') return dayFrom(1)
  const [, year = Number.NaN, month = 0, day = 0] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []).map(Number)
  return isDay(year, month, day) ? new Date(year, month - 1, day + days).getTime() : undefined
}

const instantForm =
  /^(\d{4})-(\d\d)-(\d\d)[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?(?:(Z)|([+-])([01]\d|2[0-3]):?([0-5]\d))?$/i

function instantOf(text: string): number | undefined {
  const match = instantForm.exec(text)
  if (match === null) return undefined
  const [year = 0, month = 0, day = 0, hour, minute, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0))
  if (!isDay(year, month, day)) return undefined
  const ms = Math.floor(Number(`0.${match[7] ?? '0'}`) * 1000)
  const offset = offsetMs(match)
  return offset === undefined
    ? new Date(year, month - 1, day, hour, minute, second, ms).getTime()
    : Date.UTC(year, month - 1, day, hour, minute, second, ms) - offset
}

/** Nothing when none is given. */
function offsetMs(match: RegExpExecArray): number | undefined {
  const [utc, sign, hours, minutes] = match.slice(8)
  if (utc !== undefined) return 0
  if (sign === undefined) return undefined
  return (sign === '-' ? -60_000 : 60_000) * (Number(hours) * 60 + Number(minutes))
}

/** Else the 30th of February would be the 2nd of March, and the year 26 be 1926. */
function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}
