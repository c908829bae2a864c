import {expect, test} from 'vitest'
import type {LedgerEvent} from '../../../src/model/ledger-event.js'
import {perEvent} from '../../../src/server/follow/per-event.js'

const event = (seq: number): LedgerEvent => ({
  seq,
  at: '',
  kind: 'key',
  sessionId: null,
  body: {},
  content: null,
})

test('what is sent of an event is made once, also where that is nothing', () => {
  const made: number[] = []
  const sent = perEvent(({seq}) => {
    made.push(seq)
    return seq === 1 ? {} : undefined
  })
  const [one, two] = [event(1), event(2)]
  const first = sent(one)
  expect(sent(two)).toBeUndefined()
  expect([sent(one), sent(two)]).toEqual([first, undefined])
  expect(sent(one)).toBe(first)
  expect(made).toEqual([1, 2])
})
