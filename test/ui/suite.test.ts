import {describe, expect, test} from 'vitest'
import type {CaseResult} from '../../src/model/case-result.js'
import type {SuiteRun} from '../../src/model/suite-run.js'
import {reportText, type SuiteFormat} from '../../src/ui/text/suite/report.js'
import {createTheme} from '../../src/ui/theme.js'

const nasty = 'a\u0007\u001b[2J\u202e<b>&"c"\u{fffe}\ud800\r\n#\\%,:'

const failed: CaseResult = {
  name: nasty,
  file: nasty,
  line: 3,
  policy: 'policy.yaml',
  tool: nasty,
  args: {[nasty]: nasty},
  repeat: 2,
  status: 'failed',
  expected: {decision: 'allow', rule: nasty, reason: nasty, args: {x: 1}},
  actual: {decision: 'deny', rule: nasty, reason: nasty, args: {x: 2, y: nasty}},
  differences: ['decision', 'args'],
  why: {
    decided: {rule: nasty, line: 4, comparisons: Array(7).fill(comparison(true))},
    missed: {rule: nasty, line: 5, outcome: 'does not apply', comparisons: [comparison(false)], error: nasty},
    unknownRule: {name: nasty, closest: nasty},
  },
}

function comparison(result: boolean) {
  return {
    source: nasty,
    field: 'limit.count',
    operator: '>',
    expected: nasty,
    actual: nasty,
    result,
    reads: [],
  }
}

const runOf = (...results: CaseResult[]): SuiteRun => ({
  results: results.map((each) => ({...each, durationMs: 1.5})),
  durationMs: 2000,
  coverage: null,
})

const print = (format: SuiteFormat, run: SuiteRun, width: number | null = null): string =>
  reportText(format, run, {width, theme: createTheme(false)})

/** What moves a cursor, turns the writing or ends a line where none should end. */
const dangerous = /[^\P{Cc}\n]|\p{Bidi_Control}/u

describe('a stranger’s text', () => {
  test.each<SuiteFormat>(['pretty', 'junit', 'tap', 'github'])('moves no cursor in %s', (format) => {
    expect(print(format, runOf(failed))).not.toMatch(dangerous)
  })

  test('is the same number of lines in TAP and in GitHub’s annotations', () => {
    expect(
      print('tap', runOf(failed))
        .split('\n')
        .filter((line) => !line.startsWith('  ')),
    ).toHaveLength(3)
    expect(print('github', runOf(failed)).split('\n')).toHaveLength(2)
  })

  test('is nothing but text in XML, and of its characters only those that XML has', () => {
    const xml = print('junit', runOf(failed))
    expect(xml).not.toMatch(/[^\P{Cc}\n]|\p{Cs}|[\ufffe\uffff]/u)
    expect(
      xml.replaceAll(
        /<\/?(testsuites?|testcase|failure)( [a-z]+="[^"<&]*(&(amp|lt|gt|quot);[^"<&]*)*")*\/?>/g,
        '',
      ),
    ).not.toMatch(/<(?!\?xml)|&(?!(amp|lt|gt|quot);)/)
  })
})

test('a failure says all that is known of it', () => {
  expect(
    print('pretty', runOf({...failed, name: 'a', file: 'f', tool: 't', args: {}, ...plain()})),
  ).toMatchInlineSnapshot(`
    "f
      ✖ failed: a

    ✖ a  f:3
      call      t {}, the last of 2 calls
      expected  allow by default, with {"x":1,"z":[1]}, because of "because"
      came      deny by r, with {"z":[1],"x":2,"y":"new"}: No
                ✖ x: 2, expected 1
      decided   r at policy.yaml:4
                ✔ a == 1 holds: a is "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
                ✔ a == 1 holds: a is "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
                ✔ a == 1 holds: a is "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
                ✔ a == 1 holds: a is "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
                ✔ a == 1 holds: a is "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
                and 2 more comparisons
      missed    s at policy.yaml:5 comes too late
                ✖ limit fails: limit.count is 1, asked for > 20

    1 case in 2.0 s: ✔ 0 passed, ✖ 1 failed"
  `)
})

function plain(): Pick<CaseResult, 'expected' | 'actual' | 'why'> {
  const limit = {
    source: 'limit',
    field: 'limit.count',
    operator: '>',
    expected: 20,
    actual: 1,
    result: false,
    reads: [],
  }
  const condition = {
    source: 'a\n  == 1',
    field: 'a',
    operator: '==',
    expected: 1,
    actual: 'x'.repeat(300),
    result: true,
    reads: [],
  }
  return {
    expected: {decision: 'allow', rule: null, reason: 'because', args: {x: 1, z: [1]}},
    actual: {decision: 'deny', rule: 'r', reason: 'No', args: {z: [1], x: 2, y: 'new'}},
    why: {
      decided: {rule: 'r', line: 4, comparisons: Array(7).fill(condition)},
      missed: {rule: 's', line: 5, outcome: 'not reached', comparisons: [limit], error: null},
      unknownRule: null,
    },
  }
}

test('of wide characters as many fit as the terminal has columns', () => {
  const passed: CaseResult = {...failed, status: 'passed', name: '表'.repeat(20), file: 'f'}
  expect(print('pretty', runOf(passed), 14).split('\n')[1]).toBe('  ✔ 表表表表…')
})

test('a suite of which nothing was run is passed over', () => {
  expect(print('pretty', runOf({...failed, status: 'skipped'}))).toBe(
    '1 case in 2.0 s: ✔ 0 passed, - 1 skipped',
  )
})
