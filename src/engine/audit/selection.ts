import {type LogQuery, mentions} from '../../model/log-filter.js'
import type {CallQuery, Store, StoredCall, StoredEntry} from '../../store/store.js'
import {logRecord} from '../log-record.js'

/** The decisions that a query selects and their results, as far as an entry, in their order. */
export async function* selectedEntries(
  store: Pick<Store, 'calls' | 'entries'>,
  query: LogQuery,
  upTo: number,
): AsyncGenerator<StoredEntry> {
  const first = await firstOf(store, query)
  const results = new Waiting()
  for await (const {decision, result} of matching(store, query, 'oldest first')) {
    if (decision.seq < first) continue
    if (decision.seq > upTo) break
    yield* entriesAt(store, results.before(decision.seq))
    yield decision
    if (result !== null) results.add(result.seq)
  }
  yield* entriesAt(store, results.before(upTo + 1))
}

/** Read again: how many results come long after their calls, nobody knows. */
async function* entriesAt(
  store: Pick<Store, 'entries'>,
  seqs: Iterable<number>,
): AsyncGenerator<StoredEntry> {
  for (const seq of seqs) yield* store.entries({after: seq - 1, upTo: seq})
}

/** Where the newest ones begin, if only so many are asked for: without keeping them. */
async function firstOf(store: Pick<Store, 'calls'>, query: LogQuery): Promise<number> {
  if (query.limit === undefined) return 0
  let [first, left] = [Number.POSITIVE_INFINITY, query.limit]
  if (left <= 0) return first
  for await (const {decision} of matching(store, query, 'newest first')) {
    first = decision.seq
    if (--left === 0) break
  }
  return first
}

async function* matching(
  store: Pick<Store, 'calls'>,
  {limit, grep, ...filter}: LogQuery,
  order: CallQuery['order'],
): AsyncGenerator<StoredCall> {
  for await (const call of store.calls({...filter, order}))
    if (grep === undefined || mentions(logRecord(call), grep)) yield call
}

/** Results whose decisions were given already: they come between later decisions. */
class Waiting {
  private readonly seqs: number[] = []

  add(seq: number): void {
    let at = this.seqs.length
    // Nearly always the last: results come in about the order of their calls.
    while (at > 0 && (this.seqs[at - 1] ?? 0) > seq) at--
    this.seqs.splice(at, 0, seq)
  }

  *before(seq: number): Generator<number> {
    const end = this.seqs.findIndex((each) => each > seq)
    yield* this.seqs.splice(0, end === -1 ? this.seqs.length : end)
  }
}
