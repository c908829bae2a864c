import {type Coverage, joinCoverage, type MissedPart, percentOf} from '../../../model/coverage.js'
import {bySuite, type SuiteRun, type TimedResult, tallyOf} from '../../../model/suite-run.js'
import type {Canvas, Theme} from '../../theme.js'
import {clippedTo} from '../clip.js'
import {counted} from '../counted.js'
import {escaped} from '../escape.js'
import {failureNotes} from './outcome.js'

/** A run as a person reads it: a line a case, then each failure in full, then the sum of it. */
export function prettyText(run: SuiteRun, canvas: Canvas): string {
  const failures = run.results.filter(({status}) => status === 'failed')
  return [
    ...[...bySuite(run.results)].map(([file, results]) => suiteText(file, results, canvas)),
    ...failures.map((result) => failureBlock(result, canvas)),
    ...(run.coverage ?? []).map((coverage) => coverageText(coverage, canvas)),
    summaryText(run, canvas.theme),
  ].join('\n\n')
}

function suiteText(file: string, results: readonly TimedResult[], {width, theme}: Canvas): string {
  const lines = results.map(({name, status}) => {
    const {sign, word} = signs[status]
    const line = clippedTo(`${sign} ${escaped(name)}${word}`, width === null ? null : width - 2)
    return `  ${colours[status](theme)(line.slice(0, 1))}${line.slice(1)}`
  })
  return [theme.strong(file), ...lines].join('\n')
}

const signs = {
  passed: {sign: '✔', word: ''},
  failed: {sign: '✖', word: ' (failed)'},
  skipped: {sign: '-', word: ' (skipped)'},
} as const

const colours: Readonly<Record<TimedResult['status'], (theme: Theme) => (text: string) => string>> = {
  passed: ({good}) => good,
  failed: ({bad}) => bad,
  skipped: ({faint}) => faint,
}

function failureBlock(result: TimedResult, {theme}: Canvas): string {
  const head = `${theme.bad('✖')} ${theme.strong(escaped(result.name))}  ${theme.faint(`${result.file}:${result.line}`)}`
  const notes = failureNotes(result).map(({about, text}) => `  ${theme.faint(about.padEnd(8))}  ${text}`)
  return [head, ...notes].join('\n')
}

function coverageText({policy, missed, ...shares}: Coverage, {theme}: Canvas): string {
  const {rules, comparisons} = shares
  const head = `Coverage of ${policy}: ${percentOf(shares)} % (${rules.seen} of ${counted(rules.total, 'rule')} decided, ${comparisons.seen} of ${counted(comparisons.total, 'answer')} of comparisons seen)`
  const lines = missed.map(
    (part) => `  ${theme.faint(`${policy}:${part.line}:${part.column}`)}  ${missedText(part)}`,
  )
  return [theme.strong(head), ...lines].join('\n')
}

export const missedText = ({rule, source, never}: MissedPart): string =>
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
