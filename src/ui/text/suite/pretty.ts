import {type Coverage, joinCoverage} from '../../../model/coverage.js'
import {bySuite, type SuiteRun, type TimedResult, tallyOf} from '../../../model/suite-run.js'
import type {Canvas, Theme} from '../../theme.js'
import {clippedTo} from '../clip.js'
import {counted} from '../counted.js'
import {escaped} from '../escape.js'
import {type Field, fieldsText} from '../field-list.js'
import {hanging, hangingTree} from '../wrap.js'
import {coverageHead, missedLines, shareText} from './coverage.js'
import {failureNotes, placeText} from './outcome.js'

/** A run as a person reads it: a line a case that was run, then each failure in full, then the sum of it. */
export function prettyText(run: SuiteRun, canvas: Canvas): string {
  const made = run.results.filter(({status}) => status !== 'skipped')
  const failures = made.filter(({status}) => status === 'failed')
  return [
    ...[...bySuite(made)].map(([file, results]) => suiteText(file, results, canvas)),
    ...failures.map((result) => failureBlock(result, canvas)),
    ...(run.coverage ?? []).map((coverage) => coverageText(coverage, canvas)),
    ...(run.shadows.length > 0
      ? [
          run.shadows
            .map((policy) => hanging(canvas.theme.warning(shadowText(policy)), canvas.width))
            .join('\n'),
        ]
      : []),
    hanging(summaryText(run, canvas.theme), canvas.width),
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

function failureBlock(result: TimedResult, canvas: Canvas): string {
  const {theme, width} = canvas
  const head = `${theme.bad('✖')} ${theme.strong(escaped(result.name))}  ${theme.faint(placeText(result.file, result.line))}`
  const notes = failureNotes(result).map(({about, text}): Field => [about, text])
  return `${hanging(head, width)}\n${fieldsText(notes, canvas)}`
}

function coverageText(coverage: Coverage, {theme, width}: Canvas): string {
  const lines = missedLines(coverage).map(({place, text}) => `  ${theme.faint(place)}  ${text}`)
  return [theme.strong(coverageHead(coverage)), ...lines].map((line) => hangingTree(line, width)).join('\n')
}

/** Who does not read this would take for refused what still runs. */
export const shadowText = (policy: string): string =>
  `${escaped(policy)} only watches (mode: shadow): it is tested as if it were enforced`

/** How many of what, and how long it took. */
export function summaryText({results, durationMs, coverage}: SuiteRun, theme: Theme): string {
  const {total, passed, failed, skipped} = tallyOf(results)
  const parts = [
    `${theme.good('✔')} ${passed} passed`,
    ...(failed > 0 ? [`${theme.bad('✖')} ${failed} failed`] : []),
    ...(skipped > 0 ? [`- ${skipped} skipped`] : []),
    ...(coverage === null ? [] : [shareText(joinCoverage(coverage))]),
  ]
  return `${counted(total, 'case')} in ${durationText(durationMs)}: ${parts.join(', ')}`
}

const durationText = (ms: number): string =>
  ms < 1000 ? `${Math.ceil(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
