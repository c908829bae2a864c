import type {Changes, LimitQuestion} from '../store.js'
import type {Connection} from './connection.js'

type Hit = NonNullable<Changes['limitHits']>[number]

const lastHit = 'SELECT at, ordinal FROM limit_hits WHERE key = ? ORDER BY at DESC, ordinal DESC LIMIT 1'
const firstHitAfter = 'SELECT ordinal FROM limit_hits WHERE key = ? AND at > ? ORDER BY at, ordinal LIMIT 1'

/** Two questions to an index, however many hits there are. */
export function countAfter(connection: Connection, {key, afterMs}: LimitQuestion): number {
  const first = connection.get(firstHitAfter, key, afterMs)
  const last = first && connection.get(lastHit, key)
  if (first === undefined || last === undefined) return 0
  return (last['ordinal'] as number) - (first['ordinal'] as number) + 1
}

export function recordHits(connection: Connection, hits: readonly Hit[]): void {
  for (const {key, atMs, expiredMs} of hits) {
    const last = connection.get(lastHit, key)
    const at = Math.max(atMs, (last?.['at'] as number | undefined) ?? atMs)
    const ordinal = ((last?.['ordinal'] as number | undefined) ?? 0) + 1
    connection.run(
      'INSERT INTO limit_hits (key, at, ordinal, expires_at) VALUES (?, ?, ?, ?)',
      key,
      at,
      ordinal,
      at + (atMs - expiredMs),
    )
  }
}
