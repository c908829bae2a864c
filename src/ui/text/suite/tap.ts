import type {SuiteRun, TimedResult} from '../../../model/suite-run.js'
import {escaped} from '../escape.js'
import {coverageLines} from './coverage.js'
import {failureNotes, failureText} from './outcome.js'
import {shadowText} from './pretty.js'

/** A run as TAP, version 14. */
export const tapText = ({results, shadows, coverage}: SuiteRun): string =>
  [
    'TAP version 14',
    `1..${results.length}`,
    ...results.map(pointText),
    ...[...shadows.map(shadowText), ...(coverage ?? []).flatMap(coverageLines)].map((line) => `# ${line}`),
  ].join('\n')

function pointText(result: TimedResult, position: number): string {
  const {status, file, name} = result
  const line = `${status === 'failed' ? 'not ok' : 'ok'} ${position + 1} - ${description(`${file}: ${name}`)}`
  if (status === 'skipped') return `${line} # SKIP`
  return status === 'passed' ? line : [line, ...diagnostic(result)].join('\n')
}

/** A backslash and a hash mean something to those who read it. */
const description = (text: string): string => escaped(text.replaceAll(/[\\#]/g, String.raw`\$&`))

function diagnostic(result: TimedResult): string[] {
  const {file, line, durationMs} = result
  const notes = failureNotes(result).map(({about, text}) => `${about.padEnd(8)}  ${text}`)
  return [
    '  ---',
    `  message: ${jsonText(failureText(result))}`,
    '  severity: fail',
    `  at: ${jsonText({file, line})}`,
    `  duration_ms: ${durationMs}`,
    '  details:',
    ...notes.map((note) => `    - ${jsonText(note)}`),
    '  ...',
  ]
}

/** JSON is YAML that no text can break out of. */
const jsonText = (value: unknown): string => escaped(JSON.stringify(value))
