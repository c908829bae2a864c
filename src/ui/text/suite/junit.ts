import {type Coverage, percentOf} from '../../../model/coverage.js'
import {bySuite, type SuiteRun, type TimedResult, tallyOf} from '../../../model/suite-run.js'
import {missedLines} from './coverage.js'
import {failureNotes, failureText, placeText} from './outcome.js'

/** A run as JUnit's XML, which CI systems show. */
export function junitText(run: SuiteRun): string {
  const {results, durationMs} = run
  const suites = [...bySuite(results)].map(([file, cases]) => suiteXml(file, cases, run))
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tame policy test"${counts(results)} time="${seconds(durationMs)}">`,
    ...suites,
    '</testsuites>',
  ].join('\n')
}

function suiteXml(file: string, results: readonly TimedResult[], run: SuiteRun): string {
  const time = seconds(results.reduce((sum, {durationMs}) => sum + durationMs, 0))
  return [
    `  <testsuite name="${xml(file)}" file="${xml(file)}"${counts(results)} time="${time}">`,
    ...propertiesXml(propertiesOf(results, run)),
    ...results.map(caseXml),
    '  </testsuite>',
  ].join('\n')
}

/** What is known of the policy that a suite tests. */
function propertiesOf([result]: readonly TimedResult[], {shadows, coverage}: SuiteRun): [string, string][] {
  const tested = (coverage ?? []).filter(({policy}) => policy === result?.policy)
  return [
    ...shadows.filter((policy) => policy === result?.policy).map((): [string, string] => ['mode', 'shadow']),
    ...tested.flatMap(coverageProperties),
  ]
}

const coverageProperties = (coverage: Coverage): [string, string][] => [
  ['policy', coverage.policy],
  ['coverage_percent', String(percentOf(coverage) ?? 'nothing to cover')],
  ...missedLines(coverage).map(({place, text}): [string, string] => ['never_seen', `${place}  ${text}`]),
]

function propertiesXml(properties: readonly [string, string][]): string[] {
  if (properties.length === 0) return []
  const lines = properties.map(([name, value]) => `      <property name="${name}" value="${xml(value)}"/>`)
  return ['    <properties>', ...lines, '    </properties>']
}

function counts(results: readonly TimedResult[]): string {
  const {total, failed, skipped} = tallyOf(results)
  return ` tests="${total}" failures="${failed}" errors="0" skipped="${skipped}"`
}

function caseXml(result: TimedResult): string {
  const {name, file, line, status, durationMs} = result
  const head = `    <testcase name="${xml(name)}" classname="${xml(file)}" file="${xml(file)}" line="${line}" time="${seconds(durationMs)}"`
  if (status === 'passed') return `${head}/>`
  const inside = status === 'skipped' ? '      <skipped/>' : failureXml(result)
  return [`${head}>`, inside, '    </testcase>'].join('\n')
}

function failureXml(result: TimedResult): string {
  const notes = failureNotes(result).map(({about, text}) => `${about.padEnd(8)}  ${text}`)
  const text = [placeText(result.file, result.line), ...notes].join('\n')
  return `      <failure type="${result.differences.join(' ')}" message="${xml(failureText(result))}">${xml(text, '\n')}</failure>`
}

const seconds = (ms: number): string => (ms / 1000).toFixed(6)

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

/** What XML has no way to say, not even escaped, is spelled out, and so is what would turn the writing’s direction. */
function xml(text: string, kept = ''): string {
  return text.replaceAll(
    /[&<>"]|[\p{Cc}\p{Bidi_Control}\p{Cs}\uFFFE\uFFFF]/gu,
    (character) => entities[character] ?? (kept.includes(character) ? character : spelled(character)),
  )
}

const spelled = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
