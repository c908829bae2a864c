import {expect, test} from 'vitest'
import {createClock, isTimezone} from '../../src/policy/clock.js'

test.each<[string, string, string]>([
  ['UTC', '2026-11-20T09:00:59.999Z', '2026-11-20T09:00:59+00:00'],
  ['Europe/Berlin', '2026-11-20T09:00:00Z', '2026-11-20T10:00:00+01:00'],
  ['Europe/Berlin', '2026-10-25T00:59:59Z', '2026-10-25T02:59:59+02:00'],
  ['Europe/Berlin', '2026-10-25T01:00:00Z', '2026-10-25T02:00:00+01:00'],
  ['Europe/Berlin', '2026-03-29T00:59:59Z', '2026-03-29T01:59:59+01:00'],
  ['Europe/Berlin', '2026-03-29T01:00:00Z', '2026-03-29T03:00:00+02:00'],
  ['America/St_Johns', '2026-01-01T03:29:00Z', '2025-12-31T23:59:00-03:30'],
  ['Australia/Lord_Howe', '2026-07-01T00:00:00Z', '2026-07-01T10:30:00+10:30'],
  ['America/New_York', '1969-10-26T05:59:30Z', '1969-10-26T01:59:30-04:00'],
  ['Asia/Kathmandu', '2026-01-01T18:15:00Z', '2026-01-02T00:00:00+05:45'],
  ['Pacific/Kiritimati', '2026-12-31T10:00:00Z', '2027-01-01T00:00:00+14:00'],
])('in %s, %s is %s', (timezone, instant, iso) => {
  expect(createClock(timezone)(Date.parse(instant)).iso).toBe(iso)
})

test('says all parts of a time', () => {
  expect(createClock('Europe/Berlin')(Date.parse('2026-11-22T23:30:00Z'))).toEqual({
    year: 2026,
    month: 11,
    day: 23,
    hour: 0,
    minute: 30,
    weekday: 0,
    iso: '2026-11-23T00:30:00+01:00',
  })
})

test('one clock shows each minute anew', () => {
  const clock = createClock('Europe/Berlin')
  const instants = ['2026-10-25T00:59:59Z', '2026-10-25T01:00:00Z', '2026-10-25T00:59:00Z']
  expect(instants.map((instant) => clock(Date.parse(instant)).hour)).toEqual([2, 2, 2])
  expect(instants.map((instant) => clock(Date.parse(instant)).iso.slice(-6))).toEqual([
    '+02:00',
    '+01:00',
    '+02:00',
  ])
})

test.each<[string, boolean]>([
  ['UTC', true],
  ['Europe/Berlin', true],
  ['Etc/GMT+5', true],
  ['Europe/Berln', false],
  ['+02:00', false],
  ['', false],
])('%j is a time zone: %s', (name, known) => {
  expect(isTimezone(name)).toBe(known)
})
