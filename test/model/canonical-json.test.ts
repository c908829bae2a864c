import serialize from 'canonicalize'
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {TameError} from '../../src/errors.js'
import {canonicalJson} from '../../src/model/canonical-json.js'
import {runs} from '../helpers/runs.js'

// Its types say that it is an ES module, which it is not.
const canonicalize = serialize as unknown as (value: unknown) => string | undefined

test.each<[unknown, string]>([
  [null, 'null'],
  ['é\n"', '"é\\n\\""'],
  ['\u007F\u2028</script>', '"\u007F\u2028</script>"'],
  [-0, '0'],
  [1e21, '1e+21'],
  [5e-324, '5e-324'],
  [[1, [true, undefined]], '[1,[true,null]]'],
  [{b: 1, a: {d: undefined, c: []}}, '{"a":{"c":[]},"b":1}'],
  [{'\u{1F600}': 1, '\uFB33': 2, é: 3}, '{"é":3,"\u{1F600}":1,"\uFB33":2}'],
  [
    JSON.parse('{"__proto__": {"constructor": 1}, "10": 1, "9": 2}'),
    '{"10":1,"9":2,"__proto__":{"constructor":1}}',
  ],
  [Object.assign(Object.create(null), {a: 1}), '{"a":1}'],
])('%j has one form', (value, text) => {
  expect(canonicalJson(value)).toBe(text)
})

test.each<[unknown, string]>([
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
  [1n, 'bigint'],
  [undefined, 'undefined'],
  [() => 1, 'function'],
  [Symbol('a'), 'symbol'],
  [new Date(0), '[object Date]'],
  [new Map([['a', 1]]), '[object Map]'],
  ['a\uD83D', 'half of a surrogate pair'],
  ['\uDE00\uD83D', 'half of a surrogate pair'],
  [{'\uDE00': 1}, 'half of a surrogate pair'],
])('refuses %s', (value, what) => {
  expect(() => canonicalJson(value)).toThrow(new TameError('INVALID_VALUE', `JSON can't say ${what}`))
})

test('says what another implementation of RFC 8785 says', () => {
  fc.assert(
    fc.property(fc.jsonValue({stringUnit: 'grapheme'}), (value) => {
      expect(canonicalJson(value)).toBe(canonicalize(value))
    }),
    runs(500),
  )
})

test('says the same of maps with the same keys in another order', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({unit: 'binary'}), fc.integer()), (map) => {
      const turned = Object.fromEntries(Object.entries(map).reverse())
      expect(canonicalJson(turned)).toBe(canonicalJson(map))
    }),
    runs(200),
  )
})
