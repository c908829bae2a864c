import {expect, test} from 'vitest'
import {parseNameFilter} from '../../src/runtime/name-filter.js'

test.each([
  ['mail', 'Mails are refused', true],
  ['MAIL', 'the 21st mail', true],
  ['Mail', 'the 21st MAIL', true],
  ['mail', 'posts', false],
  ['/mail/', 'the 21st mail', true],
  ['/mail/', 'the 21st MAIL', false],
  ['/mail/i', 'the 21st MAIL', true],
  ['/tmp/a', 'reads /tmp/a', true],
])('%s, of "%s": %s', (filter, name, isMeant) => {
  expect(parseNameFilter(filter)(name)).toBe(isMeant)
})
