import {expect, test} from 'vitest'
import {canonicalJson} from '../../src/model/canonical-json.js'

test.each<[unknown, string]>([
  [null, 'null'],
  ['é\n"', '"é\\n\\""'],
  [-0, '0'],
  [1e21, '1e+21'],
  [[1, [true, undefined]], '[1,[true,null]]'],
  [{b: 1, a: {d: undefined, c: []}}, '{"a":{"c":[]},"b":1}'],
  [{'\u{1F600}': 1, '\uFB33': 2, é: 3}, '{"é":3,"\u{1F600}":1,"\uFB33":2}'],
])('%j has one form', (value, text) => {
  expect(canonicalJson(value)).toBe(text)
})

test.each([[Number.NaN], [Number.POSITIVE_INFINITY], [1n], [undefined], [() => 1]])('refuses %s', (value) => {
  expect(() => canonicalJson({a: [value]}.a[0])).toThrow(TypeError)
})
