import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import type {Store} from '../../src/store/store.js'
import {allOf} from '../helpers/all-of.js'
import {storedDecision, storedResult} from '../helpers/ledger-rows.js'

const noHash = '0'.repeat(64)

/** What every store promises. `open` opens the same place each time within a test, and a new one in the next. */
export function describeStore(name: string, open: () => Store): void {
  describe(`a store in ${name}`, () => {
    let store: Store
    beforeEach(() => {
      store = open()
    })
    afterEach(() => store.close())

    test('is empty before the first write', async () => {
      expect(await store.head()).toEqual({seq: 0, hash: noHash})
      expect(await allOf(store.entries())).toEqual([])
      expect(await store.call('log-1')).toBeUndefined()
    })

    test('gives back what was appended', async () => {
      const entries = [storedDecision(1, {}, {sessionId: 's'}), storedResult(2, 1, {sessionId: 's'})]
      await store.write(async (writer) => {
        await writer.append({entries, results: [{callSeq: 1, seq: 2}]})
      })
      expect(await store.head()).toEqual({seq: 2, hash: entries[1]?.hash})
      expect(await allOf(store.entries())).toEqual(entries)
      expect(await store.call('log-1')).toEqual({decision: entries[0], result: entries[1]})
      expect(await allOf(store.calls({order: 'newest first'}))).toEqual([
        {decision: entries[0], result: entries[1]},
      ])
    })
  })
}
