const unitMs = {d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000} as const

const form = /^(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,6})s)?$/

/** The same for a JSON Schema, which can't say how long is too long. */
export const durationPattern = `^(?=.*[1-9])${form.source.slice(1)}`

const longestDurationMs = 366 * unitMs.d

/** The milliseconds of `15m`, `2h30m` or `7d`; nothing when the text says no such time, or none at all. */
export function durationMs(text: string): number | undefined {
  const parts = form.exec(text)
  if (parts === null) return undefined
  const [, days, hours, minutes, seconds] = parts.map((part) => Number(part ?? 0))
  const total = sum([
    [days, unitMs.d],
    [hours, unitMs.h],
    [minutes, unitMs.m],
    [seconds, unitMs.s],
  ])
  return total > 0 && total <= longestDurationMs ? total : undefined
}

const sum = (parts: readonly (readonly [number | undefined, number])[]): number =>
  parts.reduce((total, [count = 0, unit]) => total + count * unit, 0)

/** The shortest way to write a time: `90m` is `1h30m`. */
export function durationText(ms: number): string {
  let rest = Math.round(ms / 1000) * 1000
  let text = ''
  for (const [unit, size] of Object.entries(unitMs)) {
    const count = Math.floor(rest / size)
    if (count > 0) text += `${count}${unit}`
    rest -= count * size
  }
  return text === '' ? '0s' : text
}
