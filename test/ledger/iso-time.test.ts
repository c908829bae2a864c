import fc from 'fast-check'
import {expect, test} from 'vitest'
import {isoTime} from '../../src/ledger/iso-time.js'

const utmost = 8_640_000_000_000_000

test('says an instant as Date does', () => {
  const instant = fc.oneof(
    fc.integer({min: -utmost, max: utmost}),
    fc.integer({min: Date.UTC(1900, 0), max: Date.UTC(2200, 0)}),
  )
  fc.assert(
    fc.property(instant, fc.integer({min: 0, max: 2000}), (atMs, laterMs) => {
      for (const each of [atMs, Math.min(atMs + laterMs, utmost)])
        expect(isoTime(each)).toBe(new Date(each).toISOString())
    }),
  )
})

test.each([
  [Date.UTC(2024, 1, 29, 23, 59, 59, 999), '2024-02-29T23:59:59.999Z'],
  [0, '1970-01-01T00:00:00.000Z'],
  [-1, '1969-12-31T23:59:59.999Z'],
  [-62_167_219_200_000, '0000-01-01T00:00:00.000Z'],
  [-62_167_219_200_001, '-000001-12-31T23:59:59.999Z'],
  [253_402_300_800_000, '+010000-01-01T00:00:00.000Z'],
])('says %d as %s', (atMs, text) => {
  expect(isoTime(atMs)).toBe(text)
})

test('says nothing of what is no instant', () => {
  expect(() => isoTime(Number.NaN)).toThrow(RangeError)
  expect(() => isoTime(utmost + 1)).toThrow(RangeError)
})
