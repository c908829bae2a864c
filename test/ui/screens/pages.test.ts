import fc from 'fast-check'
import widthOf from 'string-width'
import {describe, expect, test} from 'vitest'
import {
  createPages,
  fitted,
  lastPage,
  linesInView,
  percentSeen,
  turned,
} from '../../../src/ui/screens/pages.js'

const letters = fc.constantFrom('a', ' ', '\n', '文', '🎉', '👩‍👩‍👧‍👦', 'é')

describe('a long text', () => {
  test('is all there, line for line, and no wider than the terminal', () => {
    fc.assert(
      fc.property(fc.array(letters, {maxLength: 400}), fc.integer({min: 2, max: 30}), (parts, columns) => {
        const text = parts.join('')
        const lines = linesInView(createPages(text), columns, 10_000)
        expect(lines.join('')).toBe(text.replaceAll('\n', ''))
        expect(Math.max(...lines.map((line) => widthOf(line)))).toBeLessThanOrEqual(columns)
      }),
    )
  })

  test('is turned to its end and back as one walks through it', () => {
    const text = Array.from({length: 50}, (_, at) => `${at} `.repeat(at)).join('\n')
    const pages = createPages(text)
    const end = turned(pages, 10_000, 20, 10)
    expect(end).toEqual(lastPage(pages, 20, 10))
    expect([percentSeen(pages, 20, 10), percentSeen(end, 20, 10)]).toEqual([2, 100])
    expect(turned(end, -10_000, 20, 10)).toEqual(pages)
  })

  test('of a megabyte on one line is wrapped only where it is looked at', () => {
    const pages = createPages('文🎉'.repeat(2 ** 18))
    const end = lastPage(pages, 80, 20)
    expect(linesInView(end, 80, 20)).toHaveLength(20)
    expect(turned(end, -1, 80, 20).piece).toBeGreaterThan(300)
  })

  test('stays readable when the terminal is made wider', () => {
    const bottom = lastPage(createPages('x'.repeat(1000)), 10, 5)
    expect(linesInView(turned(bottom, 0, 500, 5), 500, 5)).toEqual(['x'.repeat(500)])
  })

  test('fills a terminal that is made larger at its end', () => {
    const text = Array.from({length: 50}, (_, at) => `line ${at}`).join('\n')
    const bottom = lastPage(createPages(text), 80, 10)
    expect(fitted(bottom, 80, 20)).toEqual(lastPage(createPages(text), 80, 20))
    const [top, short] = [createPages(text), createPages('one line')]
    expect([fitted(top, 80, 20), fitted(short, 80, 20)]).toEqual([top, short])
  })
})
