import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {parseMoment} from '../../src/runtime/moment.js'

const now = Date.parse('2026-11-20T10:30:00Z')
const zone = process.env['TZ']

beforeAll(() => {
  process.env['TZ'] = 'Europe/Berlin'
})
afterAll(() => {
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
})

describe('a time as it is typed', () => {
  test.each<[string, string, string]>([
    ['15m', '2026-11-20T10:15:00.000Z', '2026-11-20T10:15:00.000Z'],
    ['2h30m', '2026-11-20T08:00:00.000Z', '2026-11-20T08:00:00.000Z'],
    ['3d', '2026-11-17T10:30:00.000Z', '2026-11-17T10:30:00.000Z'],
    ['today', '2026-11-19T23:00:00.000Z', '2026-11-20T23:00:00.000Z'],
    ['yesterday', '2026-11-18T23:00:00.000Z', '2026-11-19T23:00:00.000Z'],
    ['2026-11-20', '2026-11-19T23:00:00.000Z', '2026-11-20T23:00:00.000Z'],
    // A day of 25 hours.
    ['2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
    ['2026-11-20T08:00', '2026-11-20T07:00:00.000Z', '2026-11-20T07:00:00.000Z'],
    ['2026-07-20 08:00:30', '2026-07-20T06:00:30.000Z', '2026-07-20T06:00:30.000Z'],
    ['2026-11-20T08:00:00.1239Z', '2026-11-20T08:00:00.123Z', '2026-11-20T08:00:00.123Z'],
    ['2026-11-20T08:00:00+05:30', '2026-11-20T02:30:00.000Z', '2026-11-20T02:30:00.000Z'],
    ['2026-11-20t08:00-0100', '2026-11-20T09:00:00.000Z', '2026-11-20T09:00:00.000Z'],
  ])('%s is a moment, and a day has two ends', (typed, start, end) => {
    const moments = (['start', 'end'] as const).map((edge) => parseMoment(typed, '--since', now, edge))
    expect(moments.map((ms) => new Date(ms).toISOString())).toEqual([start, end])
  })

  test.each([
    '',
    'soon',
    '0m',
    '15',
    '-2h',
    '2h ago',
    '400d',
    '2026-02-30',
    '2026-13-01',
    '26-01-01',
    '0026-01-01',
    '2026-11-20T25:00',
    '2026-11-20T08',
    '2026-11-20T08:00+99:00',
    '1700000000',
  ])('%j is none', (typed) => {
    expect(() => parseMoment(typed, '--since', now, 'start')).toThrow(
      expect.objectContaining({
        code: 'USAGE',
        exitCode: 2,
        message: `--since ${JSON.stringify(typed)} is no time`,
      }),
    )
  })
})
