import {sealEntry} from '../../src/ledger/entry.js'
import {noHash} from '../../src/ledger/hash.js'
import type {StoredEntry} from '../../src/store/store.js'
import {storedEntry} from './ledger-rows.js'

/** Entries of which each follows the one before. */
export function chainedEntries(count: number): StoredEntry[] {
  let prev = noHash
  return Array.from({length: count}, (_, index) => {
    const entry = storedEntry(index + 1)
    prev = sealEntry({...entry, prev})
    return {...entry, hash: prev}
  })
}
