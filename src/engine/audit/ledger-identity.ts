import {ExitCode, TameError} from '../../errors.js'
import type {LedgerBody} from '../../ledger/bodies/ledger-body.js'
import type {Notaries, Notary} from '../../ledger/notary.js'
import {readBody} from '../../ledger/verify/kept-entry.js'
import type {Store} from '../../store/store.js'

/** As a ledger names itself in its first entry: whether that is true is another question. */
export type LedgerIdentity = Pick<LedgerBody, 'origin' | 'public_key'>

/** Nothing where nothing is recorded. */
export async function identityOf(store: Pick<Store, 'entries'>): Promise<LedgerIdentity | undefined> {
  for await (const {kind, body} of store.entries({upTo: 1})) {
    const {origin, public_key} = (kind === 'ledger' ? readBody(body) : undefined) ?? {}
    if (typeof origin === 'string' && typeof public_key === 'string') return {origin, public_key}
  }
  return undefined
}

export interface KeyedLedger extends LedgerIdentity {
  readonly notary: Notary
}

/** A ledger with its key, which is the one that it names. */
export async function keyedLedger(store: Store, notaries: Notaries): Promise<KeyedLedger> {
  const identity = await identityOf(store)
  if (identity === undefined) throw await unnamed(store)
  const notary = await notaries.open(identity.origin)
  if (notary.publicKey !== identity.public_key)
    throw brokenLedger('the key on this machine is not the one that it names')
  return {...identity, notary}
}

async function unnamed(store: Store): Promise<TameError> {
  const {seq} = await store.head()
  if (seq > 0) return brokenLedger('it does not begin with the entry that names it')
  return new TameError('LEDGER_EMPTY', `Nothing is recorded yet in ${store.location}`, {
    suggestions: ['tame test TOOL', 'To see which record this is: tame status'],
  })
}

/** What is wrong with a ledger may be told best by looking at all of it. */
export const brokenLedger = (why: string, cause?: unknown): TameError =>
  new TameError('LEDGER_BROKEN', `The ledger is not as it was recorded: ${why}`, {
    ...(cause !== undefined && {cause}),
    suggestions: ['tame audit verify'],
    exitCode: ExitCode.unreachable,
  })
