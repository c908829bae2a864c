import {createHash} from 'node:crypto'
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {contentHash} from '../../src/ledger/content-hash.js'
import {runs} from '../helpers/runs.js'

const naive = (salt: string, content: string): string =>
  createHash('sha256').update(salt).update(content, 'utf8').digest('hex')

test('is that of the salt and the content', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-f]{32}$/), fc.string({unit: 'grapheme'}), (salt, content) => {
      expect(contentHash(salt, content)).toBe(naive(salt, content))
    }),
    runs(200),
  )
})

test.each([5_457, 5_458, 16_368, 16_369, 1_000_000])('is so for %i wide characters too', (length) => {
  const [salt, content] = ['0f'.repeat(16), '€'.repeat(length)]
  expect(contentHash(salt, content)).toBe(naive(salt, content))
})

test('refuses a salt of another length, which the content could go on', () => {
  expect(() => contentHash('0f'.repeat(15), 'content')).toThrow('That is no salt')
})
