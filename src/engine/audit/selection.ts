import type {DecisionBody} from '../../ledger/bodies/decision-body.js'
import {type LogQuery, mentions} from '../../model/log-filter.js'
import type {CallQuery, Store, StoredCall} from '../../store/store.js'
import {bodyOf} from '../content.js'
import {logRecord} from '../log-record.js'

/** The places of the decisions that a query selects, of their results, and of all steps of their approvals, ascending. */
export async function* selectedSeqs(
  store: Pick<Store, 'calls' | 'approvalSteps'>,
  query: LogQuery,
): AsyncGenerator<number> {
  const first = await firstOf(store, query)
  const steps = stepSeqs(store, await approvalsOf(store, query, first))
  yield* merged(callSeqs(store, query, first), steps)
}

/** What was asked, answered and spent lies before and after a call: which approvals matter is found out first. */
async function approvalsOf(
  store: Pick<Store, 'calls'>,
  query: LogQuery,
  first: number,
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>()
  for await (const {decision} of matching(store, query, 'oldest first')) {
    const {approval_id: id} = bodyOf<DecisionBody>(decision)
    if (id !== null && decision.seq >= first) ids.add(id)
  }
  return ids
}

async function* stepSeqs(
  store: Pick<Store, 'approvalSteps'>,
  ids: ReadonlySet<string>,
): AsyncGenerator<number> {
  if (ids.size === 0) return
  for await (const {seq, approvalId} of store.approvalSteps()) if (ids.has(approvalId)) yield seq
}

/** Of two that ascend, one that does. */
async function* merged(ones: AsyncGenerator<number>, others: AsyncGenerator<number>): AsyncGenerator<number> {
  let other = await others.next()
  for await (const one of ones) {
    for (; other.done !== true && other.value < one; other = await others.next()) yield other.value
    yield one
  }
  for (; other.done !== true; other = await others.next()) yield other.value
}

async function* callSeqs(
  store: Pick<Store, 'calls'>,
  query: LogQuery,
  first: number,
): AsyncGenerator<number> {
  const results = new Waiting()
  for await (const {decision, result} of matching(store, query, 'oldest first')) {
    if (decision.seq < first) continue
    yield* results.before(decision.seq)
    yield decision.seq
    if (result !== null) results.add(result.seq)
  }
  yield* results.before(Number.POSITIVE_INFINITY)
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
