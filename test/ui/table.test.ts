import {describe, expect, test} from 'vitest'
import {tableText} from '../../src/ui/text/table.js'
import {createTheme} from '../../src/ui/theme.js'

interface Row {
  tool: string
  why: string
}

const columns = [
  {head: 'TOOL', cell: ({tool}: Row) => tool},
  {head: 'WHY', cell: ({why}: Row) => why},
  {head: 'N', cell: () => '1234567'},
]

const shown = (rows: readonly Row[], width: number | null): string[] =>
  tableText(rows, columns, {width, theme: createTheme(false)}).split('\n')

describe('a table', () => {
  test('is whole in a pipe, however wide', () => {
    const why = 'because '.repeat(40).trim()
    expect(shown([{tool: 'read_file', why}], null)[1]).toBe(`read_file  ${why}  1234567`)
  })

  test('gives way in its widest column first', () => {
    expect(shown([{tool: 'read_file', why: 'System files are not accessible'}], 40)).toEqual([
      'TOOL       WHY                   N',
      'read_file  System files are no…  1234567',
    ])
  })

  test('drops columns from the right when nothing fits, and keeps the first', () => {
    expect(shown([{tool: 'read_file', why: 'System files'}], 15)).toEqual(['TOOL     WHY', 'read_f…  Syste…'])
    expect(shown([{tool: 'read_file', why: 'System files'}], 8)).toEqual(['TOOL', 'read_fi…'])
  })

  test.each([20, 40, 80, 200])('is never wider than %i columns, wide characters counted', (width) => {
    const rows = [{tool: '読み取りファイル', why: '👩‍👩‍👧 システムファイルにはアクセスできません'.repeat(5)}]
    const longest = Math.max(...shown(rows, width).map(displayWidth))
    expect(longest).toBeLessThanOrEqual(width)
  })

  test('lets no argument move the cursor, end the line or turn its direction', () => {
    expect(shown([{tool: '\u001b[2J\u0007', why: 'a\nb\t\u202ec'}], null)[1]).toBe(
      '\\u001b[2J\\u0007  a\\nb\\t\\u202ec  1234567',
    )
  })
})

const characters = new Intl.Segmenter('en', {granularity: 'grapheme'})

/** Two columns for what is wide in East Asia and for emoji: a count of its own, not the table's. */
const displayWidth = (text: string): number =>
  [...characters.segment(text)].reduce(
    (sum, {segment}) => sum + (/^[\u{1100}-\u{1f9ff}]/u.test(segment) && segment !== '…' ? 2 : 1),
    0,
  )
