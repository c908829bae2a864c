import widthOf from 'string-width'
import {describe, expect, test} from 'vitest'
import type {CaseResult} from '../../src/model/case-result.js'
import type {Coverage} from '../../src/model/coverage.js'
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
  shadows: [],
  coverage: null,
})

const print = (format: SuiteFormat, run: SuiteRun, width: number | null = null): string =>
  reportText(format, run, {width, theme: createTheme(false)})

const nastyCoverage: Coverage = {
  policy: nasty,
  rules: {seen: 0, total: 1},
  comparisons: {seen: 1, total: 2},
  missed: [{rule: nasty, source: nasty, never: 'asked', line: 1, column: 2}],
}

/** What moves a cursor, turns the writing or ends a line where none should end. */
const dangerous = /[^\P{Cc}\n]|\p{Bidi_Control}/u

describe('a stranger’s text', () => {
  test.each<SuiteFormat>(['pretty', 'junit', 'tap', 'github'])('moves no cursor in %s', (format) => {
    expect(print(format, runOf(failed))).not.toMatch(dangerous)
    expect(print(format, {...runOf(failed), shadows: [nasty], coverage: [nastyCoverage]})).not.toMatch(
      dangerous,
    )
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

describe('coverage and a policy that only watches', () => {
  const passed: CaseResult = {...failed, name: 'a', file: 'policy.test.yaml', status: 'passed'}
  const covered: SuiteRun = {
    ...runOf(passed),
    shadows: ['policy.yaml'],
    coverage: [
      {
        policy: 'policy.yaml',
        rules: {seen: 0, total: 1},
        comparisons: {seen: 1, total: 2},
        missed: [
          {rule: 'r', source: 'r', never: 'decided', line: 3, column: 11},
          {rule: 'r', source: 'a < "100%"', never: 'true', line: 4, column: 5},
        ],
      },
    ],
  }

  test('are told as properties of the suite in JUnit’s XML', () => {
    expect(print('junit', covered)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="tame policy test" tests="1" failures="0" errors="0" skipped="0" time="2.000000">
  <testsuite name="policy.test.yaml" file="policy.test.yaml" tests="1" failures="0" errors="0" skipped="0" time="0.001500">
    <properties>
      <property name="mode" value="shadow"/>
      <property name="policy" value="policy.yaml"/>
      <property name="coverage_percent" value="33.3"/>
      <property name="never_seen" value="policy.yaml:3:11  rule r never decided"/>
      <property name="never_seen" value="policy.yaml:4:5  a &lt; &quot;100%&quot; in r was never true"/>
    </properties>
    <testcase name="a" classname="policy.test.yaml" file="policy.test.yaml" line="3" time="0.001500"/>
  </testsuite>
</testsuites>`)
  })

  test('are comments in TAP', () => {
    expect(print('tap', covered)).toBe(`TAP version 14
1..1
ok 1 - policy.test.yaml: a
# policy.yaml only watches (mode: shadow): it is tested as if it were enforced
# Coverage of policy.yaml: 33.3 % (0 of 1 rule decided, 1 of 2 answers of comparisons seen)
#   policy.yaml:3:11  rule r never decided
#   policy.yaml:4:5  a < "100%" in r was never true`)
  })

  test('are notices for GitHub', () => {
    expect(
      print('github', covered),
    ).toBe(`::notice file=policy.yaml,title=Coverage of policy.yaml%3A 33.3 %25 (0 of 1 rule decided%2C 1 of 2 answers of comparisons seen)::policy.yaml:3:11  rule r never decided%0Apolicy.yaml:4:5  a < "100%25" in r was never true
::notice file=policy.yaml::policy.yaml only watches (mode: shadow): it is tested as if it were enforced
1 case in 2.0 s: ✔ 1 passed, 33.3 % covered`)
  })
})

test('a failure is broken to the terminal, and all of it is there', () => {
  const run = {...runOf({...failed, name: 'reads '.repeat(20)}), shadows: [nasty], coverage: [nastyCoverage]}
  const broken = print('pretty', run, 40)
  const lines = broken.split('\n')
  expect(lines.filter((line) => widthOf(line) > 40)).toEqual([])
  const withoutSpace = (text: string): string => text.replaceAll(/\s/g, '')
  const [, ...whole] = print('pretty', run).split('\n\n')
  expect(withoutSpace(broken)).toContain(withoutSpace(whole.join('')))
})
