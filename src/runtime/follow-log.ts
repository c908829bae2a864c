import {isMeant, type LogFilter} from '../model/log-filter.js'
import type {LogRecord} from '../model/log-record.js'
import type {Tame} from '../model/tame.js'

/** Calls as they are recorded, by any process, each once; the newest of those that are there first. Ends when tame is closed. */
export async function* followLog(
  tame: Tame,
  filter: LogFilter,
  limit: number | undefined,
): AsyncGenerator<LogRecord> {
  // Asked for first: what is recorded from here on comes as an event, and is passed over where the list has it already.
  const {entries} = (await tame.status()).store
  const past = limit === undefined ? filter : {...filter, limit}
  if (limit !== 0) {
    for await (const record of tame.logs.list(past)) if (record.seq <= entries) yield record
  }
  for await (const {body} of tame.events({after: entries, kinds: ['decision']})) {
    const record = await tame.logs.get(String(body['log_id']))
    if (isMeant(filter, record)) yield record
  }
}
