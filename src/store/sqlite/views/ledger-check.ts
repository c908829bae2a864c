import type {ViewDifference} from '../../store.js'
import type {Connection} from '../connection.js'
import {readLastEntry} from '../last-entry.js'
import {columnDifference, difference} from './difference.js'
import type {EntryFacts} from './entry-facts.js'

/** What is kept of the ledger as a whole, beside what its entries say. */
export class LedgerCheck {
  private readonly decisions = new Map<string, number>()
  private readonly policies = new Set<string>()
  private results = 0
  private backMs = 0
  private lastMs = Number.NEGATIVE_INFINITY

  /** Nothing where the row was taken away. */
  private readonly countedUpTo: number | null

  constructor(private readonly connection: Connection) {
    this.countedUpTo = connection.get('SELECT max(up_to) FROM counted')?.[0] as number | null
  }

  entry(entry: EntryFacts): readonly ViewDifference[] {
    this.backMs += Math.max(0, this.lastMs - entry.atMs)
    this.lastMs = entry.atMs
    if (entry.kind === 'decision') this.countDecision(entry)
    const differences = [...placeDifference(entry), ...idDifferences(entry)]
    if (entry.kind === 'result') return [...differences, ...this.result(entry)]
    const isPolicy = entry.kind === 'policy' || entry.kind === 'policy_draft'
    return isPolicy ? [...differences, ...this.policy(entry)] : differences
  }

  private countDecision({seq, body}: EntryFacts): void {
    if (seq > (this.countedUpTo ?? 0)) return
    const decision = String(body['decision'])
    this.decisions.set(decision, (this.decisions.get(decision) ?? 0) + 1)
  }

  private result({seq, body}: EntryFacts): readonly ViewDifference[] {
    this.results++
    const call = typeof body['call_seq'] === 'number' ? body['call_seq'] : -1
    const kept = this.connection.get('SELECT seq FROM results WHERE call_seq = ?', [call])
    return difference('results', call, kept?.[0], seq)
  }

  private policy({body}: EntryFacts): readonly ViewDifference[] {
    const hash = String(body['policy_hash'])
    if (this.policies.has(hash)) return []
    this.policies.add(hash)
    const kept = this.connection.get('SELECT hash FROM policies WHERE hash = ?', [hash])
    return difference('policies', hash, kept?.[0], hash)
  }

  /** What only all entries together tell. */
  *end(): Generator<ViewDifference> {
    const {connection} = this
    const [backMs] = connection.get('SELECT sum(back_ms) FROM clock') ?? []
    yield* difference('clock', 'back_ms', backMs, this.backMs)
    yield* this.decisionDifferences()
    for (const [hash] of connection.all('SELECT hash FROM policies'))
      if (!this.policies.has(hash as string)) yield* difference('policies', hash as string, hash, undefined)
    const [results] = connection.get('SELECT count(*) FROM results') ?? []
    yield* difference('results', 'count', results, this.results)
  }

  /** Decisions that are still to come would never be counted. */
  private countedDifference(last: number): readonly ViewDifference[] {
    const upTo = this.countedUpTo
    return upTo !== null && upTo <= last ? [] : difference('counted', 'up_to', upTo, last)
  }

  private *decisionDifferences(): Generator<ViewDifference> {
    yield* this.countedDifference(readLastEntry(this.connection).seq)
    const kept = new Map(
      this.connection
        .all('SELECT decision, count FROM decision_counts')
        .map(([decision, count]) => [decision as string, count]),
    )
    for (const decision of new Set([...kept.keys(), ...this.decisions.keys()]))
      yield* difference('decision_counts', decision, kept.get(decision), this.decisions.get(decision))
  }
}

/** Calls are found by their ids too: one before the first entry would be shown, and be in no chain. */
const placeDifference = ({seq, kind}: EntryFacts): readonly ViewDifference[] =>
  seq < 1 ? difference('entries', seq, kind, undefined) : []

/** Calls are found by these. They stand in the body too, which the entry's hash covers. */
function idDifferences(entry: EntryFacts): readonly ViewDifference[] {
  const {seq, kind, sessionId, id, eventId, previousCall, body} = entry
  const isCall = kind === 'decision'
  return [
    ...columnDifference(seq, 'id', id, isCall ? body['log_id'] : null),
    ...columnDifference(seq, 'event_id', eventId, isCall ? body['event_id'] : null),
    ...(isCall && sessionId !== null ? [] : columnDifference(seq, 'previous_call', previousCall, null)),
  ]
}
