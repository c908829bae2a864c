import fc from 'fast-check'
import {expect, test} from 'vitest'
import {JsonSnapshot} from '../../src/model/json-snapshot.js'
import {runs} from '../helpers/runs.js'

const parts = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? [value, ...Object.values(value).flatMap(parts)] : []

test('is what JSON would make of it, and shares nothing with it', () => {
  const json = fc
    .jsonValue({maxDepth: 5, stringUnit: 'binary'})
    .filter((value) => !/\p{Surrogate}/u.test(textOf(value)))
  fc.assert(
    fc.property(json, (value) => {
      const snapshot = new JsonSnapshot('args').take(value)
      expect(JSON.stringify(snapshot)).toBe(JSON.stringify(value))
      const own = new Set(parts(snapshot))
      expect(parts(value).some((part) => own.has(part))).toBe(false)
    }),
    runs(300),
  )
})

const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([key, part]) => `${key} ${textOf(part)}`)
        .join(' ')
    : String(value)

test('refuses or takes whatever it is given, and says nothing of its values', () => {
  fc.assert(
    fc.property(
      fc.anything({withDate: true, withMap: true, withSet: true, withBigInt: true, withTypedArray: true}),
      (value) => {
        try {
          const snapshot = new JsonSnapshot('args').take(value)
          expect(new JsonSnapshot('args').take(JSON.parse(JSON.stringify(snapshot)))).toEqual(snapshot)
        } catch (error) {
          expect(error).toMatchObject({code: 'INVALID_CALL', message: expect.stringMatching(/^args/)})
        }
      },
    ),
    runs(300),
  )
})
