import {type Coverage, joinCoverage, type MissedPart, percentOf} from '../../../model/coverage.js'
import {bySuite, type SuiteRun, type TimedResult, tallyOf} from '../../../model/suite-run.js'
import type {Canvas, Theme} from '../../theme.js'
import {clippedTo} from '../clip.js'
import {counted} from '../counted.js'
import {escaped} from '../escape.js'
import {failureNotes, placeText} from './outcome.js'

/** A run as a person reads it: a line a case that was run, then each failure in full, then the sum of it. */
export function prettyText(run: SuiteRun, canvas: Canvas): string {
  const made = run.results.filter(({status}) => status !== 'skipped')
  const failures = made.filter(({status}) => status === 'failed')
  return [
    ...[...bySuite(made)].map(([file, results]) => suiteText(file, results, canvas)),
    ...failures.map((result) => failureBlock(result, canvas)),
    ...(run.coverage ?? []).map((coverage) => coverageText(coverage, canvas)),
    summaryText(run, canvas.theme),
  ].join('\n\n')
}

function suiteText(file: string, results: readonly TimedResult[], {width, theme}: Canvas): string {
  const room = width === null ? null : width - 3
  const lines = results.map(({name, status}) =>
    status === 'passed'
      ? `  ${theme.good('✔')}${clippedTo(` ${escaped(name)}`, room)}`
      : `  ${theme.bad('✖')}${clippedTo(` failed: ${escaped(name)}`, room)}`,
  )
  return [theme.strong(escaped(file)), ...lines].join('\n')
}

function failureBlock(result: TimedResult, {theme}: Canvas): string {
  const head = `${theme.bad('✖')} ${theme.strong(escaped(result.name))}  ${theme.faint(placeText(result.file, result.line))}`
  const notes = failureNotes(result).map(({about, text}) => `  ${theme.faint(about.padEnd(8))}  ${text}`)
  return [head, ...notes].join('\n')
}

function coverageText({policy, missed, ...shares}: Coverage, {theme}: Canvas): string {
  const {rules, comparisons} = shares
  const head = `Coverage of ${escaped(policy)}: ${percentOf(shares)} % (${rules.seen} of ${counted(rules.total, 'rule')} decided, ${comparisons.seen} of ${counted(comparisons.total, 'answer')} of comparisons seen)`
  const lines = missed.map(
    (part) => `  ${theme.faint(`${placeText(policy, part.line)}:${part.column}`)}  ${missedText(part)}`,
  )
  return [theme.strong(head), ...lines].join('\n')
}

const missedText = ({rule, source, never}: MissedPart): string =>
  never === 'decided'
    ? `rule ${escaped(rule)} never decided`
    : `${escaped(source)} in ${escaped(rule)} was never ${never === 'asked' ? 'come to' : never}`

/** How many of what, and how long it took. */
export function summaryText({results, durationMs, coverage}: SuiteRun, theme: Theme): string {
  const {total, passed, failed, skipped} = tallyOf(results)
  const parts = [
    `${theme.good('✔')} ${passed} passed`,
    ...(failed > 0 ? [`${theme.bad('✖')} ${failed} failed`] : []),
    ...(skipped > 0 ? [`- ${skipped} skipped`] : []),
    ...(coverage === null ? [] : [`${percentOf(joinCoverage(coverage))} % covered`]),
  ]
  return `${counted(total, 'case')} in ${durationText(durationMs)}: ${parts.join(', ')}`
}

const durationText = (ms: number): string =>
  ms < 1000 ? `${Math.ceil(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
