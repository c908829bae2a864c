import {bySuite, type SuiteRun, type TimedResult, tallyOf} from '../../../model/suite-run.js'
import {failureNotes, failureText, placeText} from './outcome.js'

/** A run as JUnit's XML, which CI systems show. */
export function junitText({results, durationMs}: SuiteRun): string {
  const suites = [...bySuite(results)].map(([file, cases]) => suiteXml(file, cases))
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tame policy test"${counts(results)} time="${seconds(durationMs)}">`,
    ...suites,
    '</testsuites>',
  ].join('\n')
}

function suiteXml(file: string, results: readonly TimedResult[]): string {
  const time = seconds(results.reduce((sum, {durationMs}) => sum + durationMs, 0))
  return [
    `  <testsuite name="${xml(file)}" file="${xml(file)}"${counts(results)} time="${time}">`,
    ...results.map(caseXml),
    '  </testsuite>',
  ].join('\n')
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
