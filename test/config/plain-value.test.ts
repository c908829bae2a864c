import fc from 'fast-check'
import {expect, test} from 'vitest'
import {configKeys} from '../../src/config/keys.js'
import {plainValue} from '../../src/config/plain-value.js'
import {parseSetting} from '../../src/config/typed-value.js'
import {runs} from '../helpers/runs.js'

const texts = fc.oneof(
  fc.string(),
  fc.string({unit: 'binary'}),
  fc.constantFrom(
    'true',
    'false',
    'normal',
    'full',
    'sqlite:',
    'sqlite:a.db',
    'sqlite:/a/b.db',
    'policy.yaml',
    ' a',
    '',
  ),
  fc.string({unit: fc.constantFrom(...'ab1._-/:@ ~')}),
)

test('what is taken without the schema is what the schema would make of it', () => {
  fc.assert(
    fc.property(fc.constantFrom(...configKeys), texts, (key, text) => {
      const plain = plainValue(key, text)
      if (plain !== undefined) expect(plain).toBe(parseSetting(key, text, 'here'))
    }),
    runs(500),
  )
})

test.each([
  ['session_id', 'nightly'],
  ['policy', 'policies/next.yaml'],
  ['store', 'sqlite:.tame/tame.db'],
  ['durability', 'normal'],
] as const)('%s %s is', (key, text) => {
  expect(plainValue(key, text)).toBe(text)
})
