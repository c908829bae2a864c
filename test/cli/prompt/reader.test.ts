import {describe, expect, test} from 'vitest'
import {createReader} from '../../../src/cli/prompt/reader.js'
import {manifest} from './manifest.js'

const reader = createReader(manifest)

describe('the hint on', () => {
  test.each<[string, string]>([
    ['sta', ''],
    ['policy ', 'policy: eval, explain, fmt, lint, schema, show, test, validate'],
    ['test ', 'TOOL  The tool that is called'],
    ['test read_file --args ', '--args ARGS  Its arguments: JSON, key=value,…, @FILE, or - for stdin'],
    ['test read_file --args={', '--args ARGS  Its arguments: JSON, key=value,…, @FILE, or - for stdin'],
    [
      'test read_file --args a=1 ',
      '[--metadata JSON] [--dry-run] [--expect allow|deny|approve|sanitize] [--exit-code] [--explain]',
    ],
    ['approve ', '[ID]  The approval to answer'],
    ['set ', 'session|agent|user ID  Say who calls from now on; alone, show it'],
    ['shortcuts ', 'shortcuts  Show the keys of the prompt'],
    ['status\ntest ', 'TOOL  The tool that is called'],
  ])('%j', (text, hint) => {
    expect(reader.hint(text, text.length)).toBe(hint)
  })
})

describe('the expression in', () => {
  test.each<[string, string | null]>([
    [`policy eval 'a == 1'`, 'a == 1'],
    [`tame policy eval --input x.json 'a`, 'a'],
    ['policy eval', null],
    ['test a', null],
    [`status\npolicy eval "b"`, 'b'],
  ])('%j', (text, value) => {
    expect(reader.expression(text, text.length)?.value ?? null).toBe(value)
  })

  test('a megabyte is not looked for', () => {
    expect(reader.expression(`policy eval '${'a'.repeat(2 ** 20)}`, 3)).toBeNull()
  })
})
