import * as fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {plainTheme} from '../../src/ui/plain-theme.js'
import {fieldsText} from '../../src/ui/text/field-list.js'
import {setupText} from '../../src/ui/text/setup.js'
import {shellLines} from '../../src/ui/text/shell-line.js'
import {hanging, hangingTree, wrapped} from '../../src/ui/text/wrap.js'
import {createTheme} from '../../src/ui/theme.js'

/** What of it is seen: not the space that a line was broken at. */
const shown = (text: string): string => text.replaceAll(/ +$/gm, '')

describe('a line', () => {
  test.each<[string, string, number | null, string[]]>([
    ['that fits', 'one two', 7, ['one two']],
    ['in a pipe', 'one two', null, ['one two']],
    ['is broken between words', 'one two three', 8, ['one two ', 'three']],
    ['is broken within a word that has no room', 'one 0123456789', 6, ['one ', '012345', '6789']],
    ['of wide letters', '日本語 日本', 6, ['日本語', '日本']],
    ['keeps what belongs together', '👩‍👩‍👧👩‍👩‍👧', 2, ['👩‍👩‍👧', '👩‍👩‍👧']],
    ['keeps two spaces between words', 'a  b c', 4, ['a  b', 'c']],
  ])('%s', (_, line, width, lines) => {
    expect(wrapped(line, width)).toEqual(lines)
  })

  test('loses nothing but spaces where it is broken, and is nowhere wider', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({min: 2, max: 30}), (line, width) => {
        const plain = line.replaceAll(/[^ -~]/g, '')
        const lines = wrapped(plain, width)
        expect(lines.filter((each) => each.length > width)).toEqual([])
        expect(lines.join('').replaceAll(' ', '')).toBe(plain.replaceAll(' ', ''))
      }),
    )
  })

  test('is broken by what is seen of it: colours take no room', () => {
    const {bad} = createTheme(true)
    expect(wrapped(bad('one two'), 7)).toEqual([bad('one two')])
    expect(wrapped(bad('abcdef'), 3)).toEqual(['\u001b[31mabc', 'def\u001b[39m'])
  })

  test('hangs below its sign, and in a tree below itself', () => {
    expect(hanging('! one two three', 9)).toBe('! one \n  two \n  three')
    expect(hangingTree('    one two three', 13)).toBe('    one two\n      three')
  })
})

describe('a command', () => {
  test('is broken so that a shell reads it as one', () => {
    const command = `tame test read_file --args '{"path": "/tmp/a b"}' --dry-run`
    expect(shellLines(command, 30)).toEqual([
      'tame test read_file --args \\',
      `'{"path": "/tmp/a b"}' \\`,
      '--dry-run',
    ])
    expect(shellLines(command, 100)).toEqual([command])
  })
})

describe('what init says', () => {
  const setup = {
    directory: '/project',
    written: [{path: '.github/workflows/tame.yml', about: 'has GitHub check the policy at every push'}],
    left: [{path: 'policy.yaml', about: 'the policy that is in force here already'}],
    notes: ['There are no tests yet, so the workflow runs none'],
    next: [
      {about: 'decide a call', command: `tame test read_file --args '{"path": "/tmp/test.txt"}'`},
      {about: 'see how it is', command: 'tame status'},
    ],
  }

  test('at 40 columns', () => {
    expect(shown(setupText(setup, {width: 40, theme: plainTheme}))).toBe(`✔ Written
  .github/workflows/tame.yml
    has GitHub check the policy at every
    push
Left as it is
  policy.yaml  the policy that is in
               force here already
! There are no tests yet, so the
  workflow runs none
Next
  decide a call
    tame test read_file --args \\
    '{"path": "/tmp/test.txt"}'
  see how it is
    tame status`)
  })

  test('at 80 columns', () => {
    expect(setupText(setup, {width: 80, theme: plainTheme})).toBe(`✔ Written
  .github/workflows/tame.yml  has GitHub check the policy at every push
Left as it is
  policy.yaml  the policy that is in force here already
! There are no tests yet, so the workflow runs none
Next
  decide a call  tame test read_file --args '{"path": "/tmp/test.txt"}'
  see how it is  tame status`)
  })
})

test('fields hang beside their names, or below them where that leaves no room', () => {
  const fields = [['store', 'sqlite /home/ada/project/.tame/tame.db', '6 entries'], ['nothing']] as const
  expect(shown(fieldsText(fields, {width: 36, theme: plainTheme}))).toBe(
    '  store  sqlite\n         /home/ada/project/.tame/tam\n         e.db\n         6 entries',
  )
  expect(shown(fieldsText(fields, {width: 30, theme: plainTheme}))).toBe(
    '  store\n    sqlite\n    /home/ada/project/.tame/ta\n    me.db\n    6 entries',
  )
})
