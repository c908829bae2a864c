import {expect, test} from 'vitest'
import {placeIn} from '../../src/ledger/place-in-id.js'
import {createIds, RandomDigits} from '../../src/runtime/ids.js'

const form = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test('each id is another one, and sorts after the one before, whatever the clock does', () => {
  const times = [1_795_168_800_000, 1_795_168_800_000, 1_795_168_700_000, 1_795_168_800_001]
  const newId = createIds(() => times.shift() ?? 1_795_168_800_001, new RandomDigits())
  const ids = Array.from({length: 20_000}, () => newId())
  expect(ids.filter((id) => !form.test(id))).toEqual([])
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
  expect(Number.parseInt((ids[0] ?? '').replaceAll('-', '').slice(0, 12), 16)).toBe(1_795_168_800_000)
})

test('the id of an entry tells its place, and sorts like any other', () => {
  const newId = createIds(() => 1_795_168_800_000, new RandomDigits())
  const ids = [1, 255, 1_000_000, 2 ** 40 - 1].map((seq) => newId(seq))
  expect(ids.map(placeIn)).toEqual([1, 255, 1_000_000, 2 ** 40 - 1])
  expect(ids.filter((id) => !form.test(id))).toEqual([])
  expect(ids.toSorted()).toEqual(ids)
})

test('digits are given once', () => {
  const random = new RandomDigits()
  const taken = Array.from({length: 5000}, () => random.take(32))
  expect(taken.filter((digits) => !/^[0-9a-f]{32}$/.test(digits))).toEqual([])
  expect(new Set(taken).size).toBe(taken.length)
})
