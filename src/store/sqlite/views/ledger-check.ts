import type {ViewDifference} from '../../store.js'
import type {Connection} from '../connection.js'
import {readLastEntry} from '../last-entry.js'
import {columnDifference, difference, joined, noDifference} from './difference.js'
import {type EntryFacts, nothingSaid} from './entry-facts.js'

/** What is kept of the ledger as a whole, beside what its entries say. */
export class LedgerCheck {
  private readonly decisions = new Map<string, number>()
  private readonly policies = new Set<string>()
  private results = 0
  private backMs = 0
  private lastMs = Number.NEGATIVE_INFINITY

  /** One number, unless somebody put others beside it or took it away. */
  private readonly counted: readonly number[]

  constructor(private readonly connection: Connection) {
    this.counted = numbersOf(connection, 'SELECT up_to FROM counted')
  }

  entry(facts: EntryFacts): readonly ViewDifference[] {
    const {kind, atMs} = facts.entry
    this.backMs += Math.max(0, this.lastMs - atMs)
    this.lastMs = atMs
    if (kind === 'decision') this.countDecision(facts)
    const own = placeAndIds(facts)
    if (kind === 'result') return joined(own, this.result(facts))
    return kind === 'policy' || kind === 'policy_draft' ? joined(own, this.policy(facts)) : own
  }

  private countDecision({entry: {seq}, said = nothingSaid}: EntryFacts): void {
    if (seq > (this.counted[0] ?? 0)) return
    const decision = String(said['decision'])
    this.decisions.set(decision, (this.decisions.get(decision) ?? 0) + 1)
  }

  private result({entry: {seq}, said = nothingSaid}: EntryFacts): readonly ViewDifference[] {
    this.results++
    const call = typeof said['call_seq'] === 'number' ? said['call_seq'] : -1
    const kept = this.connection.get('SELECT seq FROM results WHERE call_seq = ?', [call])
    return difference('results', call, kept?.[0], seq)
  }

  private policy({said = nothingSaid}: EntryFacts): readonly ViewDifference[] {
    const hash = String(said['policy_hash'])
    if (this.policies.has(hash)) return []
    this.policies.add(hash)
    const kept = this.connection.get('SELECT hash FROM policies WHERE hash = ?', [hash])
    return difference('policies', hash, kept?.[0], hash)
  }

  /** What only all entries together tell. */
  *end(): Generator<ViewDifference> {
    const {connection} = this
    const backMs = numbersOf(connection, 'SELECT back_ms FROM clock')
    yield* difference('clock', 'back_ms', onlyOf(backMs), this.backMs)
    yield* this.decisionDifferences()
    for (const [hash] of connection.all('SELECT hash FROM policies'))
      if (!this.policies.has(hash as string)) yield* difference('policies', hash as string, hash, undefined)
    const [results] = connection.get('SELECT count(*) FROM results') ?? []
    yield* difference('results', 'count', results, this.results)
  }

  /** Decisions that are still to come would never be counted. */
  private countedDifference(last: number): readonly ViewDifference[] {
    const upTo = onlyOf(this.counted)
    return typeof upTo === 'number' && upTo <= last ? [] : difference('counted', 'up_to', upTo, last)
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

/** Two at most: that there are more than one says enough. */
const numbersOf = (connection: Connection, sql: string): readonly number[] =>
  connection.all(`${sql} LIMIT 2`).map(([value]) => value as number)

/** The value of a table of one row: whoever reads it takes the first, whatever else lies there. */
const onlyOf = (values: readonly number[]): number | readonly number[] | null =>
  values.length > 1 ? values : (values[0] ?? null)

function placeAndIds({
  entry,
  said = nothingSaid,
  previousCall,
  foundBy,
}: EntryFacts): readonly ViewDifference[] {
  const {seq, kind, sessionId, eventId} = entry
  const isCall = kind === 'decision'
  return joined(
    // Calls are found by their ids too: one before the first entry would be shown, and be in no chain.
    seq < 1 ? difference('entries', seq, kind, undefined) : noDifference,
    // They stand in the body too, which the entry's hash covers.
    columnDifference(seq, 'id', foundBy, isCall ? said['log_id'] : null),
    columnDifference(seq, 'event_id', eventId, isCall ? said['event_id'] : null),
    isCall && sessionId !== null ? noDifference : columnDifference(seq, 'previous_call', previousCall, null),
  )
}
