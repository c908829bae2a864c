import {expect, test} from 'vitest'
import {closestName} from '../../src/model/spelling.js'

const known = ['api_url', 'api_key', 'session_id', 'timeout', 'policy', 'startswith']

test.each([
  ['api_ulr', 'api_url'],
  ['apiKey', 'api_key'],
  ['sesion-id', 'session_id'],
  ['timeuot', 'timeout'],
  ['polcy', 'policy'],
  ['startsWith', 'startswith'],
])('%s is taken for %s', (typed, name) => {
  expect(closestName(typed, known)).toBe(name)
})

test.each(['', 'colour', 'x', 'zzzzzzzz'])('%s is taken for nothing', (typed) => {
  expect(closestName(typed, known)).toBeUndefined()
})

test('of two near names the nearer is meant', () => {
  expect(closestName('logs', ['log', 'logs', 'lags'])).toBe('logs')
})

test('a name of a mebibyte is compared with nothing', () => {
  expect(closestName('a'.repeat(2 ** 20), known)).toBeUndefined()
})
