import type {ReadEntry, ViewDifference} from '../../store.js'
import type {Connection} from '../connection.js'
import {ApprovalsCheck} from './approvals-check.js'
import {type EntryFacts, entryFacts} from './entry-facts.js'
import {LedgerCheck} from './ledger-check.js'
import {SessionsCheck, sessionParts} from './sessions-check.js'

/** Looks at all entries in their order, then at what is kept. */
interface ViewCheck {
  entry(entry: EntryFacts): Iterable<ViewDifference>
  end(): Iterable<ViewDifference>
}

/** Is shown the entries that are counted. */
export type LookOn = (entries: readonly ReadEntry[]) => Promise<void>

/** All that is kept beside the entries, counted again from them, of the moment that the connection is in. */
export async function* differingViews(
  connection: Connection,
  lookOn: LookOn,
): AsyncGenerator<ViewDifference> {
  for (const part of sessionParts(connection)) {
    const sessions = new SessionsCheck(connection, part)
    const isFirst = part.after === null
    const others = isFirst ? [new LedgerCheck(connection), new ApprovalsCheck(connection)] : []
    yield* checked(connection, [...others, sessions], isFirst ? lookOn : undefined)
  }
}

async function* checked(
  connection: Connection,
  checks: readonly ViewCheck[],
  lookOn: LookOn | undefined,
): AsyncGenerator<ViewDifference> {
  // Not `yield*`, which waits for each list, though nearly all are empty.
  for await (const page of entryFacts(connection)) {
    await lookOn?.(page)
    for (const entry of page)
      for (const check of checks) for (const difference of check.entry(entry)) yield difference
  }
  for (const check of checks) yield* check.end()
}
