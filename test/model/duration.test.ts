import {expect, test} from 'vitest'
import {durationMs, durationText} from '../../src/model/duration.js'

test.each<[string, number | undefined]>([
  ['90s', 90_000],
  ['15m', 900_000],
  ['1h', 3_600_000],
  ['2h30m', 9_000_000],
  ['1d2h3m4s', 93_784_000],
  ['366d', 31_622_400_000],
  ['367d', undefined],
  ['0s', undefined],
  ['', undefined],
  ['5', undefined],
  ['30m2h', undefined],
  ['1.5h', undefined],
  ['-1h', undefined],
  ['1 h', undefined],
  ['500ms', undefined],
  ['1H', undefined],
])('%j is %s ms', (text, ms) => {
  expect(durationMs(text)).toBe(ms)
})

test.each([
  [90_000, '1m30s'],
  [9_000_000, '2h30m'],
  [86_400_000, '1d'],
  [0, '0s'],
])('%d ms are written %s', (ms, text) => {
  expect(durationText(ms)).toBe(text)
})
