import fc from 'fast-check'
import {expect, test} from 'vitest'
import * as z from 'zod/mini'
import {readDocument} from '../../src/source/document.js'
import {editText} from '../../src/source/edit.js'
import {problemText} from '../../src/source/problem.js'
import {checkShape} from '../../src/source/shape.js'
import {runs} from '../helpers/runs.js'

const schema = z.strictObject({name: z.string(), rules: z.array(z.strictObject({name: z.string()}))})

/** Texts that are near to YAML: its marks, put together anyhow. */
const yamlish = fc
  .array(
    fc.constantFrom(
      'a',
      'name',
      'rules',
      ': ',
      ':',
      '- ',
      '\n',
      '  ',
      '\t',
      '"',
      "'",
      '|',
      '>',
      '&x',
      '*x',
      '[',
      ']',
      '{',
      '}',
      ',',
      '#',
      '!',
      '%',
      '---',
      '?',
      '\u0000',
      '\u2028',
      '\r\n',
      '🦊',
    ),
  )
  .map((parts) => parts.join(''))

test('any text at all ends in problems or a value, never in an exception', () => {
  fc.assert(
    fc.property(fc.oneof(yamlish, fc.string({unit: 'binary'})), (text) => {
      const document = readDocument('a.yaml', text)
      const problems = document.problems.length > 0 ? document.problems : checkShape(document, schema)
      for (const problem of problems) {
        expect(problem.line).toBeGreaterThan(0)
        expect(problem.column).toBeGreaterThan(0)
        expect(problemText(problem)).toContain(problem.message)
      }
    }),
    runs(500),
  )
})

test('whatever is set is read back, and nothing else changes', () => {
  fc.assert(
    fc.property(
      fc.string({unit: 'grapheme'}),
      fc.double({noNaN: true, noDefaultInfinity: true}),
      (text, number) => {
        const before = '# kept\nother: 1 # kept too\n'
        const edited = editText(
          before,
          new Map<string, unknown>([
            ['text', text],
            ['number', number],
          ]),
        )
        expect(readDocument('a.yaml', edited).value).toEqual({other: 1, text, number})
        expect(edited.startsWith(before)).toBe(true)
      },
    ),
  )
})
