import {expect, test} from 'vitest'
import {placeDigits, placeIn} from '../../src/ledger/place-in-id.js'

const id = '01a1f873-ee7b-705b-8820-c47e1d9ba505'

test('an id tells the place that was put at its end', () => {
  expect(placeDigits(66_000)).toBe('00000101d0')
  expect(placeIn(id.slice(0, -10) + placeDigits(66_000))).toBe(66_000)
})

test.each([
  '',
  'log-1',
  `${id}0`,
  id.toUpperCase(),
  `${id}\n`,
  id.replaceAll('-', ''),
  `${id.slice(0, -4)}+0x1`,
])('%j tells no place', (text) => {
  expect(placeIn(text)).toBeUndefined()
})
