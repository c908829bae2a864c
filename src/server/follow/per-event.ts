import type {LedgerEvent} from '../../model/ledger-event.js'

/**
 * What is sent of an event, made once for all who get it: a thousand may follow, and a mebibyte that is written, and kept, for each
 * of them would take seconds, and a gibibyte.
 */
export function perEvent<Sent>(make: (event: LedgerEvent) => Sent): (event: LedgerEvent) => Sent {
  const made = new WeakMap<LedgerEvent, {readonly sent: Sent}>()
  return (event) => {
    const known = made.get(event) ?? {sent: make(event)}
    made.set(event, known)
    return known.sent
  }
}
