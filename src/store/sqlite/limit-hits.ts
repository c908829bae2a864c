import type {Changes, LimitQuestion} from '../store.js'
import type {Connection} from './connection.js'

type Hit = NonNullable<Changes['limitHits']>[number]

const lastHit = 'SELECT at, ordinal FROM limit_hits WHERE key = ? ORDER BY at DESC, ordinal DESC LIMIT 1'
const firstHitAfter = 'SELECT ordinal FROM limit_hits WHERE key = ? AND at > ? ORDER BY at, ordinal LIMIT 1'
const insertHit = 'INSERT INTO limit_hits (key, at, ordinal, expires_at) VALUES (?, ?, ?, ?)'
const removeExpired = `DELETE FROM limit_hits WHERE (key, at, ordinal) IN
  (SELECT key, at, ordinal FROM limit_hits WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)`

/** Two questions to an index, however many hits there are. */
export function countAfter(connection: Connection, {key, afterMs}: LimitQuestion): number {
  const first = connection.get(firstHitAfter, [key, afterMs])
  const last = first && connection.get(lastHit, [key])
  if (first === undefined || last === undefined) return 0
  return (last[1] as number) - (first[0] as number) + 1
}

export function recordHits(connection: Connection, hits: readonly Hit[]): void {
  if (hits.length === 0) return
  for (const hit of hits) recordHit(connection, hit)
  // Two for each new one: fewer would let them pile up, and all at once would make somebody wait.
  const oldestMs = Math.min(...hits.map(({atMs}) => atMs))
  connection.run(removeExpired, [oldestMs, 2 * hits.length])
}

function recordHit(connection: Connection, {key, atMs, expiredMs}: Hit): void {
  const [lastMs, ordinal] = (connection.get(lastHit, [key]) ?? [atMs, 0]) as readonly [number, number]
  // A clock that was put back must not let hits out of the window early.
  const at = Math.max(atMs, lastMs)
  connection.run(insertHit, [key, at, ordinal + 1, at + (atMs - expiredMs)])
}
