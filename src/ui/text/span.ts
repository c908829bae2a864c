const [minute, hour, day] = [60, 3600, 86_400]

/** How long something takes, as short as it can be said: `42s`, `12m`, `1h05m`, `3d`. */
export function spanText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < minute) return `${seconds}s`
  if (seconds < hour) return `${Math.floor(seconds / minute)}m`
  if (seconds >= 2 * day) return `${Math.floor(seconds / day)}d`
  const minutes = String(Math.floor((seconds % hour) / minute)).padStart(2, '0')
  return `${Math.floor(seconds / hour)}h${minutes}m`
}
