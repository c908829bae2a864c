import type {StoredEntry} from '../store.js'
import {textIn} from './body-text.js'
import type {Connection} from './connection.js'

/** Decisions after those that the table has counted. */
const uncounted = `SELECT json_extract(body, '$.decision') AS decision, count(*) AS count FROM entries
  WHERE seq > (SELECT up_to FROM counted) AND kind = 'decision' AND json_valid(body) GROUP BY 1`

const addSql =
  'INSERT INTO decision_counts (decision, count) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET count = count + ?2'

/** So many entries are counted together: a table that each decision changes is a page more for each to write. */
const countedTogether = 256

/** How many decisions there are of each effect. */
export function readDecisionCounts(connection: Connection): Readonly<Record<string, number>> {
  const rows = connection.all(
    `SELECT decision, sum(count) FROM (SELECT decision, count FROM decision_counts UNION ALL ${uncounted})
    WHERE decision IS NOT NULL GROUP BY decision ORDER BY decision`,
  )
  return Object.fromEntries(rows.map(([decision, count]) => [decision, count as number]))
}

/** What the table of counts does not have yet, as far as this connection has written it. */
export class DecisionTally {
  /** Nothing when others have written some of it. */
  private counts: Map<string, number> | undefined

  /** After these entries were appended. */
  note(connection: Connection, entries: readonly StoredEntry[], before: number): void {
    if (this.counts !== undefined) for (const entry of entries) count(this.counts, entry)
    const last = before + entries.length
    if (Math.floor(before / countedTogether) !== Math.floor(last / countedTogether))
      this.add(connection, last)
  }

  private add(connection: Connection, last: number): void {
    const counts = this.counts ?? connection.all(uncounted)
    for (const [decision, count] of counts)
      if (decision !== null) connection.run(addSql, [decision, count ?? 0])
    connection.run('UPDATE counted SET up_to = ?', [last])
    this.counts = new Map()
  }
}

function count(counts: Map<string, number>, {kind, body}: StoredEntry): void {
  if (kind !== 'decision') return
  const decision = textIn(body, 'decision') ?? ''
  counts.set(decision, (counts.get(decision) ?? 0) + 1)
}
