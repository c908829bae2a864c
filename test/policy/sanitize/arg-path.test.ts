import {expect, test} from 'vitest'
import {type ArgPath, parseArgPath} from '../../../src/policy/sanitize/arg-path.js'

const shown = (path: ArgPath | undefined): string | undefined =>
  path
    ?.map((segment) => {
      if (segment.kind === 'each') return '*'
      return segment.kind === 'index' ? `#${segment.index}` : segment.key
    })
    .join(' / ')

test.each<[string, string | undefined]>([
  ['a', 'a'],
  ['headers.authorization', 'headers / authorization'],
  ['set-cookie', 'set-cookie'],
  ['items[0].key', 'items / #0 / key'],
  ['items.0.key', 'items / #0 / key'],
  ['items.*.key', 'items / * / key'],
  ['items[*].key', 'items / * / key'],
  ['["a.b"].c', 'a.b / c'],
  ['a["x \\"y\\""]', 'a / x "y"'],
  ['2fa.code', '2fa / code'],
  ['__proto__', '__proto__'],
  ['', undefined],
  ['.a', undefined],
  ['a.', undefined],
  ['a..b', undefined],
  ['a[', undefined],
  ['a[-1]', undefined],
  ['a[b]', undefined],
  ['a*', undefined],
  ['a b', 'a b'],
])('%j leads %s', (text, path) => {
  expect(shown(parseArgPath(text))).toBe(path)
})
