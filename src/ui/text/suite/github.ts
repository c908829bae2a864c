import type {Coverage} from '../../../model/coverage.js'
import type {SuiteRun, TimedResult} from '../../../model/suite-run.js'
import {createTheme} from '../../theme.js'
import {escaped} from '../escape.js'
import {coverageHead, missedLines} from './coverage.js'
import {failureNotes} from './outcome.js'
import {shadowText, summaryText} from './pretty.js'

/** A run as GitHub shows it beside the lines of a change: annotations for what failed or was not covered, then the sum of it. */
export const githubText = (run: SuiteRun): string =>
  [
    ...run.results.filter(({status}) => status === 'failed').map(annotation),
    ...(run.coverage ?? []).filter((each) => each.missed.length > 0).map(coverageNotice),
    ...run.shadows.map((policy) => `::notice file=${property(escaped(policy))}::${data(shadowText(policy))}`),
    summaryText(run, createTheme(false)),
  ].join('\n')

function annotation(result: TimedResult): string {
  const {file, line, name} = result
  const message = failureNotes(result)
    .map(({about, text}) => `${about.padEnd(8)}  ${text}`)
    .join('\n')
  return `::error file=${property(escaped(file))},line=${line},title=${property(escaped(name))}::${data(message)}`
}

function coverageNotice(coverage: Coverage): string {
  const list = missedLines(coverage).map(({place, text}) => `${place}  ${text}`)
  return `::notice file=${property(escaped(coverage.policy))},title=${property(coverageHead(coverage))}::${data(list.join('\n'))}`
}

const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
