import type {SuiteRun, TimedResult} from '../../../model/suite-run.js'
import {createTheme} from '../../theme.js'
import {escaped} from '../escape.js'
import {failureNotes} from './outcome.js'
import {summaryText} from './pretty.js'

/** A run as GitHub shows it beside the lines of a change: an annotation for each failure, then the sum of it. */
export const githubText = (run: SuiteRun): string =>
  [
    ...run.results.filter(({status}) => status === 'failed').map(annotation),
    summaryText(run, createTheme(false)),
  ].join('\n')

function annotation(result: TimedResult): string {
  const {file, line, name} = result
  const message = failureNotes(result)
    .map(({about, text}) => `${about.padEnd(8)}  ${text}`)
    .join('\n')
  return `::error file=${property(escaped(file))},line=${line},title=${property(escaped(name))}::${data(message)}`
}

const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
