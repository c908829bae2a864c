import {isMeant, type LogFilter} from '../../../model/log-filter.js'
import type {Tame} from '../../../model/tame.js'
import {inBatches} from '../in-batches.js'
import {keepInTouch, shortPause, touchTeller} from '../keep-in-touch.js'
import {lookUp} from '../look-up.js'
import {logRowOf} from './log-row.js'
import type {LogEvent} from './state.js'

export interface Followed {
  readonly tame: Tame
  readonly filter: LogFilter
  /** So many of those that are there already, the newest; all of them when it is left out. */
  readonly limit: number | undefined
}

/** Tells of each recorded call once, also when touch is lost in between. */
export async function followLog(
  {tame, filter, limit}: Followed,
  dispatch: (event: LogEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  let after: number | undefined
  await keepInTouch({
    signal,
    onLost: (reason) => dispatch({kind: 'lost', reason}),
    attempt: async (touched) => {
      // Asked for first: what is recorded from here on comes as an event, and is passed over where the list has it already.
      const {store, mode} = await tame.status()
      after ??= await tellPast({tame, filter, limit}, store.entries, dispatch)
      dispatch({kind: 'found again'})
      touched()
      const onTouch = touchTeller(dispatch)
      const events = tame.events({after, kinds: ['decision'], signal, onTouch})
      for await (const batch of inBatches(events, shortPause)) {
        const ids = batch.map(({body}) => String(body['log_id']))
        const records = await lookUp(ids, (id) => tame.logs.get(id), mode)
        const rows = records.filter((record) => isMeant(filter, record)).map(logRowOf)
        if (rows.length > 0) dispatch({kind: 'recorded', rows})
        // Only now: what was read and not told is read again.
        after = batch.at(-1)?.seq ?? after
      }
    },
  })
}

/** What is there already; gives back up to where. */
async function tellPast(
  {tame, filter, limit}: Followed,
  entries: number,
  dispatch: (event: LogEvent) => void,
): Promise<number> {
  const query = limit === undefined ? filter : {...filter, limit}
  if (limit !== 0) {
    for await (const records of inBatches(tame.logs.list(query), shortPause))
      dispatch({kind: 'recorded', rows: records.filter(({seq}) => seq <= entries).map(logRowOf)})
  }
  return entries
}
