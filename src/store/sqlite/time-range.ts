import type {Connection} from './connection.js'

export interface EntrySpan {
  /** From the entry after this one. */
  readonly after: number
  readonly upTo: number
}

/**
 * The entries outside of which nothing is of a time. Their times follow their order but for how far the clock went back:
 * with that as tolerance, whatever entry is hit upon by halving tells the truth about all on one side of it.
 */
export function entriesBetween(
  connection: Connection,
  head: number,
  {sinceMs, untilMs}: {readonly sinceMs?: number; readonly untilMs?: number},
): EntrySpan {
  if (sinceMs === undefined && untilMs === undefined) return {after: 0, upTo: head}
  const backMs = connection.get('SELECT back_ms FROM clock')?.[0] as number
  const before = (limitMs: number): number => lastBefore(connection, head, limitMs)
  return {
    after: sinceMs === undefined ? 0 : before(sinceMs - backMs),
    upTo: untilMs === undefined ? head : before(untilMs + backMs),
  }
}

/** An entry from before a time, such that the one after it is not. */
function lastBefore(connection: Connection, head: number, limitMs: number): number {
  let before = 0
  let notBefore = head + 1
  while (notBefore - before > 1) {
    const middle = Math.floor((before + notBefore) / 2)
    const at = connection.get('SELECT at FROM entries WHERE seq = ?', [middle])?.[0] as number | undefined
    if (at !== undefined && at < limitMs) before = middle
    else notBefore = middle
  }
  return before
}
